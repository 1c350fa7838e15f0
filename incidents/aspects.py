"""Parts of a case that several cards show (案件侧面): its clocks, what was said, by whom it was urged."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from governance.access.actor import Actor
from incidents.clock import Clock, ClockKind, lamp_of, read_clocks
from incidents.models import UNDECIDED, Incident, Outcome, Part, UrgeKind, Wish
from incidents.queries import reference
from incidents.queries.talk import family_of, messages_of, parts_of, requests_of, urgings_of
from incidents.rules import may_view
from incidents.wording import stamp
from residents.queries.spots import shop_of_case

Aspect = dict[str, Any]
CLOCKS: Mapping[str, str | Promise] = {
    ClockKind.ACCEPT: _("受理计时"),
    ClockKind.VERIFY: _("核实计时"),
    ClockKind.DISPATCH: _("派遣计时"),
    ClockKind.HANDLE: _("处置计时"),
    ClockKind.FORWARD: _("发核查计时"),
    ClockKind.CHECK: _("核查计时"),
    ClockKind.CLOSE: _("结案计时"),
}


def clock_cards(incident: Incident, at: datetime) -> list[Aspect]:
    """Every clock of the case in the order in which they started: limit, deadline, pauses, whether late."""
    return [_clock(clock, at) for clock in read_clocks(incident.clocks)]


def _clock(clock: Clock, at: datetime) -> Aspect:
    return {
        "kind": str(clock.kind),
        "label": str(CLOCKS[clock.kind]),
        "limit_label": str(clock.limit.label),
        "started_at": stamp(clock.started_at),
        "due_at": stamp(clock.due_at),
        "stopped_at": stamp(clock.stopped_at),
        "paused_at": stamp(clock.paused_at),
        "paused_minutes": -(-clock.paused_seconds // 60),
        "extensions": clock.extensions,
        "late": clock.late(at=at),
        "lamp": str(lamp_of(clock, at=at)),
        "unsure": clock.warned,
        "calendar": clock.calendar_version,
    }


def message_cards(incident: Incident) -> list[Aspect]:
    """What the office and the reporter wrote to each other."""
    return [
        {"kind": one.kind, "label": one.get_kind_display(), "text": one.text, "at": stamp(one.at), "staff": one.author_id is not None}
        for one in messages_of(incident)
    ]


def urging_cards(incident: Incident) -> list[Aspect]:
    """By whom and how it was urged, and what was replied."""
    return [
        {
            "id": one.pk,
            "level": one.level,
            "kind": one.kind,
            "label": str(UrgeKind(one.kind).label),
            "text": one.text,
            "at": stamp(one.at),
            "reply_wanted": one.reply_wanted,
            "reply": one.reply,
            "replied_at": stamp(one.replied_at),
        }
        for one in urgings_of(incident)
    ]


def aspect_cards(*, actor: Actor, incident: Incident, at: datetime) -> Aspect:
    """All of them for one card. What staff ask each other for is not the resident's to read."""
    shown: Aspect = {"clocks": clock_cards(incident, at), "messages": message_cards(incident)}
    staff = actor.signed_in
    return shown | {
        "paused_at": stamp(incident.paused_at),
        "asked_at": stamp(incident.asked_at),
        "suspended_until": stamp(incident.suspended_until),
        "urged": incident.urged,
        "reminders": incident.reminders,
        "reopens": incident.reopens,
        "extensions": incident.extensions,
        "rating": incident.rating,
        "called_back": incident.called_back,
        "forced": incident.forced,
        "exempt": incident.exempt,
        "pending": incident.pending if staff else "",
        "desk": incident.desk,
        "urgings": urging_cards(incident) if staff else [],
        "requests": request_cards(incident) if staff else [],
        "parts": part_cards(incident, at) if staff else [],
        "shop": shop_card(actor, incident),
        "family": [family_card(one) for one in family_of(incident) if may_view(actor, one)],
    }


def shop_card(actor: Actor, incident: Incident) -> Aspect | None:
    """The shop that the case is about, for those who may see it."""
    shop = shop_of_case(actor=actor, case_id=incident.pk)
    return {"id": str(shop.pk), "name": shop.name, "url": reverse("registry_enterprise", args=[shop.pk])} if shop else None


def request_cards(incident: Incident) -> list[Aspect]:
    """What was asked for and how it was decided."""
    return [
        {
            "wish": one.wish,
            "label": str(Wish(one.wish).label),
            "outcome": one.outcome,
            "outcome_label": str(Outcome(one.outcome).label),
            "waiting": one.outcome in UNDECIDED,
            "reason": one.reason,
            "opinion": one.opinion,
            "until": stamp(one.until),
            "at": stamp(one.at),
            "unit": unit_name(one.unit_id),
        }
        for one in requests_of(incident)
    ]


def part_cards(incident: Incident, at: datetime) -> list[Aspect]:
    """What further units do."""
    return [
        {
            "unit": unit_name(one.unit_id),
            "text": one.text,
            "due_at": stamp(one.due_at),
            "came_at": stamp(one.came_at),
            "done_at": stamp(one.done_at),
            "opinion": one.opinion,
            "late": one.late,
        }
        | standing_of(one, at)
        for one in parts_of(incident)
    ]


def standing_of(part: Part, at: datetime) -> Aspect:
    """How far a part is, in words and by its look."""
    if part.done_at is not None:
        return {"standing": str(_("已完成，超时") if part.late else _("已完成")), "tone": "late" if part.late else "fine"}
    if at > part.due_at:
        return {"standing": str(_("超时未完成")), "tone": "late"}
    return {"standing": str(_("已报到") if part.came_at else _("待报到")), "tone": "info" if part.came_at else "soon"}


def family_card(one: Incident) -> Aspect:
    """A main case or a sub-case by its number."""
    return {"id": str(one.pk), "number": one.number, "state": one.state, "state_label": one.get_state_display(), "text": one.text}


def unit_name(unit_id: int | None) -> str:
    """The name of a unit; empty for none and for one that ended."""
    unit = reference.units().get(unit_id or 0)
    return unit.name if unit else ""
