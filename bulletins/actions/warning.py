"""Sending, updating and cancelling alerts, and acknowledging them (应急通知)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from bulletins.actions.telling import tell_area
from bulletins.actions.writing import unit_of
from bulletins.models import Acknowledgement, Alert, Certainty, MessageKind, Severity, Theme, Urgency
from bulletins.queries.alerts import field_posts
from governance.access import policy
from governance.access.actor import Actor
from governance.access.models import Unit
from governance.errors import Conflict, IllegalStep, Invalid, NotAllowed, NotFound
from governance.ledger.record import record

LONGEST = timedelta(days=14)
VERBS = {"Alert": "alert.sent", "Update": "alert.updated", "Cancel": "alert.cancelled"}


@dataclass(frozen=True, slots=True)
class Warned:
    """What an alert says."""

    event: str
    headline: str
    description: str
    code: str
    expires_at: datetime
    instruction: str = ""
    contact: str = ""
    theme: str = Theme.OTHER
    urgency: str = Urgency.EXPECTED
    severity: str = Severity.MODERATE
    certainty: str = Certainty.LIKELY


def send_alert(
    *, actor: Actor, alert_id: UUID, warned: Warned, at: datetime, replaces: UUID | None = None, unit: Unit | None = None
) -> Alert:
    """Warn an area from now until it expires; with `replaces` it takes the place of an earlier one of the same area.

    Refuses (Invalid) an end that is past or more than two weeks ahead and an empty headline; Conflict when somebody
    replaced the earlier one already. Records alert.sent or alert.updated.
    """
    policy.require(actor, "alert.send", warned.code)
    checked(warned, at)
    kind = MessageKind.ALERT if replaces is None else MessageKind.UPDATE
    return _written(actor, alert_id, warned, at, kind, replaces, unit)


def cancel_alert(*, actor: Actor, alert_id: UUID, cancelled: UUID, reason: str, at: datetime, unit: Unit | None = None) -> Alert:
    """End an alert before its time: a message that names it. Records alert.cancelled."""
    old = Alert.objects.filter(pk=cancelled).first()
    if old is None:
        raise NotFound
    policy.require(actor, "alert.send", old.code)
    if old.kind == MessageKind.CANCEL:
        raise IllegalStep
    warned = Warned(
        event=old.event, headline=_("解除：%(headline)s") % {"headline": old.headline[:70]}, code=old.code,
        description=reason.strip() or _("险情已解除。"),
        expires_at=at + timedelta(hours=24), theme=old.theme, urgency=Urgency.PAST, severity=old.severity, certainty=old.certainty,
        contact=old.contact,
    )  # fmt: skip
    return _written(actor, alert_id, warned, at, MessageKind.CANCEL, old.pk, unit)


def checked(warned: Warned, at: datetime) -> None:
    """Refuse what no reader could act on."""
    if not warned.headline.strip() or not warned.event.strip() or not warned.description.strip():
        raise Invalid(fields={"headline": [_("请写明事件、标题和情况。")]})
    if not at < warned.expires_at <= at + LONGEST:
        raise Invalid(fields={"expires_at": [_("有效期应在今后 14 天之内。")]})


def _written(actor: Actor, alert_id: UUID, warned: Warned, at: datetime, kind: str, replaces: UUID | None, unit: Unit | None) -> Alert:
    old = Alert.objects.filter(pk=replaces).first() if replaces else None
    if replaces and (old is None or old.code != warned.code):
        raise Invalid(fields={"replaces": [_("没有这条通知，或区域不同。")]})
    made = Alert(
        pk=alert_id, kind=kind, replaces=old, event=warned.event.strip(), theme=warned.theme, urgency=warned.urgency,
        severity=warned.severity, certainty=warned.certainty, headline=warned.headline.strip(), description=warned.description.strip(),
        instruction=warned.instruction.strip(), contact=warned.contact.strip(), code=warned.code, unit=unit or unit_of(actor, warned.code),
        author_id=actor.user_id, sent_at=at, expires_at=warned.expires_at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            verb = VERBS[kind]
            detail = {"headline": made.headline, "expires_at": made.expires_at.isoformat()}
            tell_area(code=made.code, title=made.headline, unit=made.unit.name, key=str(made.pk), link=f"/alerts/{made.pk}/", at=at)
            record(actor=actor, verb=verb, kind="alert", object_id=str(made.pk), code=made.code, at=at, detail=detail)
    except IntegrityError as error:
        if (known := Alert.objects.filter(pk=alert_id, author=actor.user_id, headline=made.headline).first()) is not None:
            return known  # sent twice
        raise Conflict(_("这条通知已被更新或解除。")) from error
    return made


@transaction.atomic
def acknowledge_alert(*, actor: Actor, alert_id: UUID, at: datetime) -> int:
    """Say for each of one's grids that it is passed on; how many are new. Again is the same. Records alert.acknowledged."""
    alert = Alert.objects.filter(pk=alert_id).first()
    if alert is None:
        raise NotFound
    policy.require(actor, "alert.acknowledge", alert.code)
    assert actor.user_id is not None
    codes = field_posts(actor=actor, alert=alert, at=at)
    if not codes:
        raise NotAllowed
    known = set(Acknowledgement.objects.filter(alert=alert, user=actor.user_id).values_list("code", flat=True))
    new = [code for code in codes if code not in known]
    for code in new:
        Acknowledgement.objects.get_or_create(alert=alert, user_id=actor.user_id, code=code, defaults={"at": at})
    if new:
        record(
            actor=actor, verb="alert.acknowledged", kind="alert", object_id=str(alert.pk), code=min(new), at=at, detail={"codes": new}
        )  # fmt: skip
    return len(new)
