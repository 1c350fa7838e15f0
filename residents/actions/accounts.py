"""What the office answers by (合规): impact assessments and agreements, kept and never edited."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Invalid, NotFound
from governance.ledger.record import record
from governance.privacy import clean_text
from residents.models import Agreement, Assessment

KEPT = timedelta(days=3 * 366)
"""At least three years (PIPL art. 56)."""
ASSESSED = {"title": 100, "lawful": 4000, "effect": 4000, "measures": 4000, "decision": 200}
AGREED = {"giver": 100, "taker": 100, "purpose": 200, "basis": 200, "items": 500, "way": 100, "contact": 60}


def texts(values: Mapping[str, str], sizes: Mapping[str, int]) -> dict[str, str]:
    """The texts, all of them given; Invalid names what is missing."""
    missing = {key: [_("请填写此项。")] for key in sizes if not values.get(key, "").strip()}
    if missing:
        raise Invalid(fields=missing)
    return {key: clean_text(values[key].strip(), max_length=most) for key, most in sizes.items()}


@transaction.atomic
def note_assessment(*, actor: Actor, code: str, kind: str, values: Mapping[str, str], at: datetime) -> Assessment:
    """Keep an impact assessment for three years and more. Refuses one with a part missing. Records assessment.noted."""
    policy.require(actor, "account.write", code)
    if kind not in Assessment.Kind.values:
        raise Invalid(fields={"kind": [_("请选择事项。")]})
    one = Assessment.objects.create(
        pk=uuid4(),
        code=code,
        kind=kind,
        made_by=actor.user_id,
        made_at=at,
        keep_until=timezone.localdate(at + KEPT),
        **texts(values, ASSESSED),
    )
    record(actor=actor, verb="assessment.noted", kind="assessment", object_id=str(one.pk), code=code, at=at, detail={"kind": kind})
    return one


@transaction.atomic
def note_agreement(
    *, actor: Actor, code: str, values: Mapping[str, str], starts_on: date, ends_on: date, at: datetime, assessment_id: UUID | None = None
) -> Agreement:
    """Keep an agreement by which data come in or go out. An assessment of the same area may be named. Records agreement.noted."""
    policy.require(actor, "account.write", code)
    if ends_on < starts_on:
        raise Invalid(fields={"ends_on": [_("结束日期早于开始日期。")]})
    if assessment_id is not None and not Assessment.objects.filter(pk=assessment_id, code=code).exists():
        raise NotFound
    one = Agreement.objects.create(
        pk=uuid4(), code=code, starts_on=starts_on, ends_on=ends_on, assessment_id=assessment_id, made_at=at, **texts(values, AGREED)
    )
    record(actor=actor, verb="agreement.noted", kind="agreement", object_id=str(one.pk), code=code, at=at)
    return one


@transaction.atomic
def stop_agreement(*, actor: Actor, agreement_id: UUID, at: datetime) -> Agreement:
    """End an agreement before its time; it stays on record. NotFound for a foreign one. Records agreement.stopped."""
    one = Agreement.objects.select_for_update().filter(pk=agreement_id).first()
    if one is None or not policy.allowed(actor, "account.write", one.code):
        raise NotFound
    if one.stopped_at is None:
        one.stopped_at = at
        one.save(update_fields=["stopped_at"])
        record(actor=actor, verb="agreement.stopped", kind="agreement", object_id=str(one.pk), code=one.code, at=at)
    return one
