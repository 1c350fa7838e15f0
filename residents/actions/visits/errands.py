"""Finishes an errand (代办办结)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import NotFound
from governance.ledger.record import record
from governance.phones import as_of, true_time
from residents.models import Errand


@transaction.atomic
def finish_errand(*, actor: Actor, errand_id: UUID, captured_at: datetime, at: datetime, sent_at: datetime | None = None) -> Errand:
    """The errand is done; done twice is done once. NotFound outside the actor's grids, now and then. Records errand.finished."""
    when, _skewed = true_time(captured_at=captured_at, sent_at=sent_at, at=at)
    errand = (
        Errand.objects.select_for_update(of=("self",))
        .select_related("plan__resident", "plan__enterprise", "plan__dwelling__building")
        .filter(pk=errand_id)
        .first()
    )
    if errand is None or not policy.allowed(as_of(actor=actor, moment=when, at=at), "errand.finish", errand.plan.area):
        raise NotFound
    if errand.done_at is None:
        errand.done_at, errand.done_by = max(when, errand.asked_at), actor.user_id
        errand.save(update_fields=["done_at", "done_by"])
        record(actor=actor, verb="errand.finished", kind="errand", object_id=str(errand_id), code=errand.code, at=at)
    return errand
