"""The one place where a case changes its state (状态变更)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Conflict, IllegalStep, NotFound
from governance.ledger.record import record
from incidents.actions.telling import tell_step
from incidents.models import Incident
from incidents.queries import reference
from incidents.queries.one import read_case
from incidents.rules import may_view
from incidents.workflow import BY_VERB, OPEN, WITH_UNIT, legal


@dataclass(frozen=True, slots=True)
class Change:
    """What a step does: the target state, the fields it sets, and what the ledger keeps of it."""

    target: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    detail: Mapping[str, Any] = field(default_factory=dict)


Prepare = Callable[[Incident], Change]


@transaction.atomic
def _move(*, actor: Actor, verb: str, incident_id: UUID, version: int | None, at: datetime, prepare: Prepare) -> Incident:
    """Lock the case, check what the caller saw, ask the policy, change the state, record.

    Refuses NotFound (also when the actor may not see it), Conflict for a stale version, IllegalStep when the
    table has no such step, NotAllowed. `version` None is for timers, which read under the same lock.
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
    came_from, units = incident.state, {incident.unit_id}
    change = prepare(incident)
    if not legal(verb, came_from, change.target):
        raise IllegalStep(state=came_from)
    for name, value in change.fields.items():
        setattr(incident, name, value)
    incident.state = change.target
    if change.target != came_from:  # what stays where it is gets no more time by it
        incident.due_at = stage_deadline(incident, at)
    incident.version += 1
    incident.save(update_fields=[*change.fields, "state", "due_at", "version"])
    detail = {
        "from": came_from,
        "state": change.target,
        "units": sorted(unit for unit in units | {incident.unit_id} if unit),
        **change.detail,
    }
    tell_step(past=step.past, incident=incident, actor=actor, at=at, detail=detail)
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


def stage_deadline(incident: Incident, at: datetime) -> datetime | None:
    """When the present stage must be done: the handling deadline while a unit holds it, else the stage's minutes."""
    if incident.state not in OPEN:
        return None
    if incident.state in WITH_UNIT:
        return incident.handle_due_at
    minutes = reference.stage_minutes().get(incident.state)
    return None if minutes is None else at + timedelta(minutes=minutes)
