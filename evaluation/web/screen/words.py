"""The words of the command centre (大屏用词): names of areas, kinds and steps, in the reader's language; none of a person."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from evaluation.models import HotSpot
from evaluation.queries.screen.events import Event
from governance.codes import Level
from grids import queries as grids
from incidents.cards import category_name
from incidents.models import Category
from incidents.queries import reference
from incidents.wording import stamp
from incidents.workflow import State

COMMITTEES = ("居民委员会", "村民委员会", "居委会", "村委会")
TAGS = {
    "incident.reported": gettext_lazy("新报"),
    "incident.handled_on_the_spot": pgettext_lazy("done", "自处置"),
    "incident.dispatched": pgettext_lazy("done", "派遣"),
    "incident.reworked": pgettext_lazy("done", "返工"),
    "incident.closed": pgettext_lazy("done", "办结"),
}
CHAIN = (
    State.REPORTED, State.VERIFYING, State.FILED, State.DISPATCHED, State.HANDLING, State.FED_BACK, State.CHECKING, State.CHECKED,
)  # fmt: skip
SURE, LIKELY = 0.01, 0.05


def short_name(name: str) -> str:
    """A community without the name of its committee."""
    for committee in COMMITTEES:
        name = name.removesuffix(committee)
    return name


def named_shares(shares: Mapping[str, int], categories: Mapping[str, Category]) -> list[list[Any]]:
    """Categories by name, the most frequent first; two with one name count together."""
    found: dict[str, int] = {}
    for key, count in shares.items():
        name = category_name(categories.get(key)) or _("其他")
        found[name] = found.get(name, 0) + count
    return [list(one) for one in sorted(found.items(), key=lambda one: (-one[1], one[0]))]


def stage_cards(shares: Mapping[str, list[int]], waiting: Mapping[str, int], overdue: Mapping[str, int]) -> list[dict[str, Any]]:
    """The links of the chain in their order: mean minutes of those who left it, how many wait there, how many too long."""
    return [
        {
            "state": str(state),
            "label": str(state.label),
            "minutes": round(shares[state][1] / shares[state][0] / 60) if shares.get(state, [0])[0] else None,
            "times": shares.get(state, [0])[0],
            "waiting": waiting.get(state, 0),
            "overdue": overdue.get(state, 0),
        }
        for state in CHAIN
    ]


def event_card(event: Event, categories: Mapping[int, Category]) -> dict[str, Any]:
    """One step: when, what was done, to what kind of case, in which area."""
    return {
        "at": stamp(event.at),
        "verb": event.verb.removeprefix("incident."),
        "tag": str(TAGS[event.verb]),
        "title": category_name(categories.get(event.category_id)),
        "area": short_name(grids.full_name(event.code)),
    }


def spot_card(spot: HotSpot) -> dict[str, Any]:
    """Where, what, how many were seen and expected, and how rarely chance alone would show as much."""
    count, centre = len(spot.codes), grids.centre_of(spot.code)
    return {
        "code": spot.code,
        "codes": spot.codes,
        "at": centre and [centre.lat, centre.lon],
        "community": spot.code[: Level.COMMUNITY],
        "place": short_name(grids.full_name(spot.code)),
        "around": ngettext("%(n)d 个网格", "%(n)d 个网格", count) % {"n": count},
        "radius_m": spot.radius_m,
        "kind": major_name(spot.kind) or _("各类合计"),
        "days": (spot.until - spot.since).days + 1,
        "seen": spot.seen,
        "expected": round(spot.expected, 1),
        "times": round(spot.seen / max(spot.expected, 0.1), 1),
        "rare": round(1 / spot.p),
        "p": spot.p,
        "sure": str(_("很有把握") if spot.p <= SURE else _("较有把握")),
    }


def major_name(kind: str) -> str:
    """The name of a major category from `kind.major_code`."""
    if not kind:
        return ""
    found = (one for one in reference.categories().values() if f"{one.kind}.{one.major_code}" == kind)
    return next((one.major_name for one in found), kind)
