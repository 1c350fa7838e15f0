"""How a case looks to everybody (公开卡片): no names, no phones, no grid; words and place by the rule of its category."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from governance.codes import Level
from grids import queries as grids
from incidents.cards import category_name, labels
from incidents.models import Incident, Nature
from incidents.publicity import Publicity, public_count, public_place, public_point, public_text
from incidents.queries.answers import public_answers
from incidents.queries.portal import is_private
from incidents.web.progress import said, short
from incidents.workflow import OPEN, State


def public_cards(cases: Sequence[Incident], *, language: str, answers: bool = False) -> list[dict[str, Any]]:
    """Cards of these cases, which were read by `queries.portal`."""
    said = public_answers([case.pk for case in cases]) if answers else {}
    return [public_card(case, language=language, answers=said.get(str(case.pk), [])) for case in cases]


def public_card(case: Incident, *, language: str, answers: Sequence[str] = ()) -> dict[str, Any]:
    """One card."""
    publicity, private = shown_as(case), is_private(case)
    coarse = publicity != Publicity.OPEN
    return {
        "number": case.number, "title": category_name(case.category, language), "state": case.state,
        "state_label": short(case.state, case.nature), "said": said(case.state, case.nature), "open": case.state in OPEN,
        "nature": case.nature, "nature_label": labels(Nature, language)[case.nature], "received_at": case.received_at,
        "closed_at": case.closed_at, "area": grids.full_name(case.code[: Level.COMMUNITY]),
        "place": public_place(place=case.place, publicity=publicity),
        "text": public_text(text=case.text, state=case.state, publicity=publicity),
        "private": private, "coarse": coarse, "photos": [] if coarse else getattr(case, "shown_photos", []),
        "voices": voices_of(case), "answers": [] if private else list(answers), "adoption": getattr(case, "adoption", None),
    }  # fmt: skip


def shown_as(case: Incident) -> str:
    """The publicity of a case: its category's, and coarse where the reporter asked for privacy."""
    return Publicity.COARSE if is_private(case) else case.category.publicity


def point_of(case: Incident) -> tuple[float, float] | None:
    """Where the public sees it: snapped by the rule (G7)."""
    return None if case.point is None else public_point(lon=case.point.x, lat=case.point.y, publicity=shown_as(case))


def voices_of(case: Incident) -> str:
    """How many phones met it too, in words; small numbers are not told apart (C3)."""
    voices = int(getattr(case, "voices", 0))
    if not voices:
        return ""
    told = public_count(voices)
    return _("有邻居也遇到") if told is None else _("%(count)d 位邻居也遇到") % {"count": told}


def packed(cases: Sequence[Incident], *, language: str) -> Mapping[str, Any]:
    """Points for the map as short lists: number, lon, lat, then indexes into `states` and `titles`, whether the place is coarse."""
    kinds = {case.category_id: category_name(case.category, language) for case in cases}
    index, states = {kind: place for place, kind in enumerate(kinds)}, list(State.values)
    items = []
    for case in cases:
        if (point := point_of(case)) is not None:
            coarse = shown_as(case) != Publicity.OPEN
            items.append([case.number, *point, states.index(case.state), 0, index[case.category_id], coarse])
    return {"kind": "points", "items": items, "titles": list(kinds.values()), "states": states}
