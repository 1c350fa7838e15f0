"""Neighbours mend it (邻里认领): the desk offers a small case, somebody takes it up, mends it, the grid checks it, thanks are public."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Conflict, IllegalStep, Invalid, NotFound
from governance.ledger.record import record
from governance.limits.actions import Limit, require
from governance.privacy import clean_text, redact
from incidents.actions.joint import require_parts_done
from incidents.actions.move import Change, _move
from incidents.actions.photos import attach_photos, has_stage
from incidents.models import Adoption, Helper, Incident, Stage
from incidents.queries.portal import shown_case
from incidents.workflow import NEIGHBOUR, State

PER_PHONE = Limit("adopt.device", 5, timedelta(days=1))
PER_ADDRESS = Limit("adopt.address", 50, timedelta(days=1))
LONGEST_DAYS = 14


def neighbour_of(incident: Incident) -> Actor:
    """The actor for whoever took this case up."""
    return Actor(None, NEIGHBOUR, case_id=str(incident.pk))


@transaction.atomic
def offer_case(*, actor: Actor, incident_id: UUID, at: datetime) -> Adoption:
    """Let neighbours take up a filed case (开放认领). Again is the same. Records case.offered."""
    incident = Incident.objects.select_for_update().filter(pk=incident_id).first()
    if incident is None or not policy.allowed(actor, "case.show", incident):
        raise NotFound
    if incident.state != State.FILED:
        raise IllegalStep(_("只有已立案、还没有派遣的事可以开放认领。"))
    adoption, new = Adoption.objects.get_or_create(incident=incident, defaults={"offered_at": at})
    if new:
        _noted(actor, incident, "case.offered", at)
    return adoption


@transaction.atomic
def take_up(*, number: str, device: bytes, address: str, helper: str, name: str, days: int, at: datetime) -> Adoption:
    """Take an offered case up until a day (认领). Refuses one that somebody has already (Conflict). Records case.taken_up.

    The name is shown to everybody: phone and identity numbers in it are masked (G1).
    """
    require([(PER_PHONE, device.hex()), (PER_ADDRESS, address)], at=at)
    said = redact(clean_text(name, max_length=40).strip())[:40]
    if helper not in Helper.values or not said or not 1 <= days <= LONGEST_DAYS:
        raise Invalid(fields={"name": [_("请填写署名，并选择几天内完成。")]})
    case, adoption = _locked(number, at)
    if adoption.taken_at is not None:
        raise Conflict(_("已有邻居认领了。"))
    adoption.helper, adoption.name, adoption.device = helper, said, device
    adoption.taken_at, adoption.promised_at = at, at + timedelta(days=days)
    adoption.save()
    _noted(neighbour_of(case), case, "case.taken_up", at, helper=helper, days=days)
    return adoption


@transaction.atomic
def give_up(*, number: str, device: bytes, at: datetime) -> None:
    """Leave it to somebody else. Refuses who has not taken it (NotFound). Records case.given_up."""
    case, adoption = _locked(number, at)
    _own(adoption, device)
    if adoption.done_at is not None:
        raise IllegalStep
    Adoption.objects.filter(pk=adoption.pk).update(helper="", name="", device=None, taken_at=None, promised_at=None)
    _noted(neighbour_of(case), case, "case.given_up", at)


@transaction.atomic
def report_mended(*, number: str, device: bytes, photos: Sequence[UUID], at: datetime) -> Incident:
    """Say that it is done, with a photo: the grid is sent to check. Records incident.mended."""
    case, adoption = _locked(number, at)
    _own(adoption, device)
    adoption.done_at = at
    adoption.save(update_fields=["done_at"])
    return mend_case(actor=neighbour_of(case), incident_id=case.pk, version=None, at=at, photos=photos)


def mend_case(*, actor: Actor, incident_id: UUID, version: int | None, at: datetime, photos: Sequence[UUID] = ()) -> Incident:
    """From filed to the check of the grid, without a unit. Needs a photo of after (Invalid). Records incident.mended.

    Waits, as a unit does, for the units that were called to help before the case came back (Conflict).
    """

    def prepare(incident: Incident) -> Change:
        require_parts_done(incident)
        attach_photos(actor=actor, incident=incident, photo_ids=photos, stage=Stage.AFTER)
        if not has_stage(incident, Stage.AFTER):
            raise Invalid(fields={"photos": [_("请附上完成后的照片。")]})
        return Change(State.CHECKING)

    return _move(actor=actor, verb="mend", incident_id=incident_id, version=version, at=at, prepare=prepare)


def settle_adoption(*, incident: Incident, passed: bool, at: datetime) -> None:
    """After the grid's look, in its transaction: thanks, or open again for others."""
    found = Adoption.objects.filter(incident=incident, done_at__isnull=False, checked_at__isnull=True)
    if passed:
        found.update(checked_at=at)
    else:
        found.update(helper="", name="", device=None, taken_at=None, promised_at=None, done_at=None)


def _locked(number: str, at: datetime) -> tuple[Incident, Adoption]:
    case = shown_case(number=number, at=at)
    adoption = Adoption.objects.select_for_update().filter(incident=case).first()
    if adoption is None:
        raise NotFound
    if case.state != State.FILED:
        raise IllegalStep(_("街道已另行安排，谢谢您的热心。"))
    return case, adoption


def _own(adoption: Adoption, device: bytes) -> None:
    if adoption.device is None or bytes(adoption.device) != device:
        raise NotFound


def _noted(actor: Actor, incident: Incident, verb: str, at: datetime, **detail: object) -> None:
    record(actor=actor, verb=verb, kind="showing", object_id=str(incident.pk), code=incident.code, at=at, detail=detail)
