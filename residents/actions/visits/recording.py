"""Records a visit (走访登记): once per id that the phone made, with what was found; a need becomes an errand or a case."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import orjson
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Conflict, Invalid, NotFound
from governance.ledger.record import record
from governance.phones import as_of, true_time
from governance.privacy import redact
from residents.models import Errand, Sealed, Visit, VisitPlan
from residents.vault import sealing
from residents.vault.keyring import keyring
from residents.vault.records import opened

AGAIN = timedelta(days=3)
"""When nobody was there, the next try is due so soon."""
ERRAND_WITHIN = timedelta(days=7)
Outcome = Visit.Outcome
SETTLED = frozenset({Outcome.MET, Outcome.PHONED, Outcome.DECLINED, Outcome.MOVED})


@dataclass(frozen=True, slots=True)
class Told:
    """What a worker tells of a visit. Its canonical form is hashed: the same id with another visit is a conflict."""

    plan_id: UUID
    outcome: str
    captured_at: datetime
    note: str = ""
    errand_id: UUID | None = None
    errand_kind: str = ""
    case_id: UUID | None = None

    def digest(self) -> bytes:
        """SHA-256 of the canonical form."""
        return hashlib.sha256(orjson.dumps(self, default=str, option=orjson.OPT_SORT_KEYS)).digest()


def record_visit(*, actor: Actor, visit_id: UUID, told: Told, at: datetime, sent_at: datetime | None = None) -> tuple[Visit, bool]:
    """Keep a visit; returns it and whether it is new. The same id and words again is the same visit (A1).

    Sets when the next one is due. A need makes an errand under the phone's id; a case is filed by the phone under
    `case_id`, which is only remembered here. Somebody who moved away ends the plan. Refuses another visit under the same
    id (Conflict), an unknown outcome or errand (Invalid), a plan that is not of the actor's grids now or at that time
    (NotFound, B12). Records visit.recorded and errand.asked.
    """
    if told.outcome not in Outcome.values:
        raise Invalid(fields={"outcome": [_("请选择走访结果。")]})
    if (told.errand_id is None) != (told.errand_kind not in Errand.Kind.values):
        raise Invalid(fields={"errand": [_("请选择代办事项。")]})
    try:
        return _recorded(actor, visit_id, told, at, sent_at), True
    except IntegrityError:
        if not Visit.objects.filter(pk=visit_id).exists():  # an errand's id that another visit has
            raise Conflict(_("同一编号已被使用。")) from None
        return same(actor, visit_id, told), False


def same(actor: Actor, visit_id: UUID, told: Told) -> Visit:
    """The visit that this id already made, if it is the same; else Conflict, which tells nothing of it (A2, A3)."""
    known = Visit.objects.get(pk=visit_id)
    if known.actor_id != actor.user_id or bytes(known.digest) != told.digest():
        raise Conflict(_("同一编号已被使用。"))
    return known


@transaction.atomic
def _recorded(actor: Actor, visit_id: UUID, told: Told, at: datetime, sent_at: datetime | None) -> Visit:
    when, _skewed = true_time(captured_at=told.captured_at, sent_at=sent_at, at=at)
    plan = (
        VisitPlan.objects.select_for_update(of=("self",))
        .select_related("kind", "resident", "enterprise", "dwelling__building")
        .filter(pk=told.plan_id)
        .first()
    )
    if plan is None or actor.user_id is None or not policy.allowed(as_of(actor=actor, moment=when, at=at), "visit.record", plan.area):
        raise NotFound
    said = redact(told.note.strip())
    sealed = sealed_note(plan, said)
    visit = Visit.objects.create(
        id=visit_id, plan=plan, code=plan.area, actor_id=actor.user_id, outcome=told.outcome, sealed_note=sealed,
        note="" if plan.resident_id else said, case_id=told.case_id, digest=told.digest(), at=when, received_at=at,
    )  # fmt: skip
    _go_on(plan, told.outcome, when)
    detail = {"plan": str(plan.pk), "kind": plan.kind_id, "outcome": told.outcome} | ({"case": str(told.case_id)} if told.case_id else {})
    if told.errand_id is not None:
        due_on = timezone.localdate(when + ERRAND_WITHIN)
        Errand.objects.create(
            id=told.errand_id, visit=visit, plan=plan, code=plan.area, kind=told.errand_kind, asked_at=when, due_on=due_on
        )
        record(
            actor=actor, verb="errand.asked", kind="errand", object_id=str(told.errand_id), code=plan.area, at=at,
            detail={"kind": told.errand_kind, "visit": str(visit_id)},
        )  # fmt: skip
    record(actor=actor, verb="visit.recorded", kind="visit", object_id=str(visit_id), code=plan.area, at=at, detail=detail)
    return visit


def _go_on(plan: VisitPlan, outcome: str, when: datetime) -> None:
    """When the next visit is due. A visit that arrives late does not take back what a later one settled."""
    if plan.visited_at is not None and plan.visited_at >= when:
        return
    if outcome in SETTLED:
        plan.visited_at = when
    plan.due_on = timezone.localdate(when + (timedelta(days=plan.cycle) if outcome in SETTLED else AGAIN))
    if outcome == Outcome.MOVED:
        plan.ended_at = plan.ended_at or when
    plan.save(update_fields=["visited_at", "due_on", "ended_at"])


def sealed_note(plan: VisitPlan, said: str) -> bytes | None:
    """What was said of a person, sealed under that person's key; None without words, or when the person was erased."""
    if not said or plan.resident_id is None:
        return None
    row = Sealed.objects.select_for_update().filter(pk=plan.resident_id, wrapped_key__isnull=False).first()
    if row is None or row.wrapped_key is None:
        return None
    key = opened(keyring(), plan.resident_id, row.wrapped_key)
    return sealing.seal(key.key, key.algorithm, said.encode(), sealing.bound(plan.resident_id, "note"))
