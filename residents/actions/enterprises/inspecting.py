"""Records checks and licences of an enterprise (检查、许可)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Invalid
from governance.ledger.record import record
from governance.privacy import clean_text
from residents.models import Enterprise, Inspection, Licence
from residents.queries.enterprises import enterprise_for


@transaction.atomic
def inspect_enterprise(*, actor: Actor, enterprise_id: UUID, kind: str, passed: bool, at: datetime, note: str = "") -> Inspection:
    """Note a fire or safety check and its result. Records enterprise.inspected."""
    enterprise = enterprise_for(actor=actor, enterprise_id=enterprise_id)
    policy.require(actor, "enterprise.inspect", enterprise)
    if not kind.strip():
        raise Invalid(fields={"kind": ["?"]})
    found = Inspection.objects.create(
        enterprise=enterprise, kind=kind.strip()[:32], passed=passed, note=clean_text(note, max_length=500), actor_id=actor.user_id, at=at
    )
    noted(actor, enterprise, "enterprise.inspected", at, {"kind": found.kind, "passed": passed})
    return found


@transaction.atomic
def note_licence(
    *, actor: Actor, enterprise_id: UUID, kind: str, number: str, source: str, at: datetime, valid_until: date | None = None
) -> Licence:
    """Note a licence; the same number again brings its end up to date. Records licence.noted."""
    enterprise = enterprise_for(actor=actor, enterprise_id=enterprise_id)
    policy.require(actor, "enterprise.edit", enterprise)
    licence, _made = Licence.objects.update_or_create(
        enterprise=enterprise, kind=kind, number=number, defaults={"valid_until": valid_until, "source": source, "at": at}
    )
    noted(actor, enterprise, "licence.noted", at, {"kind": kind})
    return licence


def noted(actor: Actor, enterprise: Enterprise, verb: str, at: datetime, detail: dict[str, object]) -> None:
    """One entry about an enterprise."""
    record(actor=actor, verb=verb, kind="enterprise", object_id=str(enterprise.pk), code=enterprise.code, at=at, detail=detail)
