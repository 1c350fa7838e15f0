"""Parts of a case that several cards show (案件侧面): its clocks, what was said, by whom it was urged."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.clock import Clock, ClockKind, lamp_of, read_clocks
from incidents.models import Incident, UrgeKind
from incidents.queries.talk import messages_of, urgings_of
from incidents.wording import stamp

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
