"""The one place where a case changes its state (状态变更)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Conflict, IllegalStep, NotFound
from governance.ledger.record import record
from incidents.actions.portal.subscribing import tell_neighbours
from incidents.actions.telling import tell_step
from incidents.actions.timing import TURNED, Adjust, recorded, stage_changed, turn
from incidents.models import UNDECIDED, Incident, Outcome
from incidents.queries.one import read_case
from incidents.rules import may_view
from incidents.workflow import BY_VERB, legal


@dataclass(frozen=True, slots=True)
class Change:
    """What a step does: the target state, the fields it sets, and what the ledger keeps of it."""

    target: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    detail: Mapping[str, Any] = field(default_factory=dict)
    adjust: Adjust | None = None
    """What it does to the running clock beside turning it."""
    as_of: datetime | None = None
    """When it became so, where a timer finds it later: clocks turn at that moment."""


Prepare = Callable[[Incident], Change]


@transaction.atomic
def _move(*, actor: Actor, verb: str, incident_id: UUID, version: int | None, at: datetime, prepare: Prepare) -> Incident:
    """Lock the case, check what the caller saw, ask the policy, change the state, record.

    Refuses NotFound (also when the actor may not see it), Conflict for a stale version, IllegalStep when the
    table has no such step, NotAllowed. `version` None is for timers and for words of residents, which fit any version.
    """
    step = BY_VERB[verb]
    incident = read_case(incident_id, lock=True)
    if incident is None or not may_view(actor, incident):
        raise NotFound
    if version is not None and incident.version != version:
        raise Conflict(seen=version, version=incident.version)
    if incident.state not in step.sources:
        raise IllegalStep(state=incident.state)
    policy.require(actor, f"incident.{verb}", incident)
    came_from, units, was_due = incident.state, {incident.unit_id}, incident.handle_due_at
    change = prepare(incident)
    if not legal(verb, came_from, change.target):
        raise IllegalStep(state=came_from)
    for name, value in change.fields.items():
        setattr(incident, name, value)
    incident.state = change.target
    stopped = turn(incident, came_from=came_from, at=change.as_of or at, adjust=change.adjust)
    if incident.pending and stage_changed(came_from, incident.state):
        _void_request(incident, at)
    incident.version += 1
    incident.save(update_fields=sorted({*change.fields, "state", "version", "pending", *TURNED}))
    detail = {
        "from": came_from,
        "state": change.target,
        "units": sorted(unit for unit in units | {incident.unit_id, *(incident.co_units or ())} if unit),
        **({"former": incident.former} if incident.former else {}),
        **recorded(stopped, was=was_due, now=incident.handle_due_at),
        **change.detail,
    }
    tell_step(past=step.past, incident=incident, actor=actor, at=at, detail=detail)
    tell_neighbours(verb=step.past.partition(".")[2], case=incident, at=at)
    record(
        actor=actor,
        verb=step.past,
        kind="incident",
        object_id=str(incident.pk),
        code=incident.code,
        at=at,
        version=incident.version,
        detail=detail,
    )
    return incident


def _void_request(incident: Incident, at: datetime) -> None:
    """What was asked for in a stage that is over is decided by that."""
    incident.requests.filter(outcome__in=UNDECIDED).update(outcome=Outcome.VOID, decided_at=at)
    incident.pending = ""


def absorb(*, actor: Actor, survivor: Incident, merged: Incident, at: datetime) -> None:
    """Note on the survivor, already locked, that another case was merged into it. Records incident.absorbed."""
    survivor.version += 1
    survivor.save(update_fields=["version"])
    detail = {"state": survivor.state, "units": [survivor.unit_id] if survivor.unit_id else [], "merged": merged.number}
    record(
        actor=actor,
        verb="incident.absorbed",
        kind="incident",
        object_id=str(survivor.pk),
        code=survivor.code,
        at=at,
        version=survivor.version,
        detail=detail,
    )
