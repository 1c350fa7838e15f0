"""Deciding what the public sees (公开审核): photos one by one, words of a case, cases that came in a flood."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import NotFound
from governance.ledger.record import record
from incidents.models import Incident, Photo, Showing


@transaction.atomic
def judge_photo(*, actor: Actor, photo_id: UUID, released: bool, at: datetime) -> Photo:
    """Release a photo to everybody, or keep it back; both can be changed later. A foreign one is NotFound.

    Records photo.released or photo.withheld.
    """
    photo = Photo.objects.select_for_update(of=("self",)).select_related("incident").filter(pk=photo_id).first()
    if photo is None or photo.incident is None or not policy.allowed(actor, "case.show", photo.incident):
        raise NotFound
    photo.released, photo.judged_at = released, at
    photo.save(update_fields=["released", "judged_at"])
    _noted(actor, photo.incident, "photo.released" if released else "photo.withheld", at, photo=str(photo.pk))
    return photo


@transaction.atomic
def show_case(*, actor: Actor, incident_id: UUID, shown: bool, at: datetime) -> Showing:
    """Let the public see a case that was held or hidden, or hide it; work on it goes on either way. Records case.shown or case.hidden."""
    incident = Incident.objects.select_for_update().filter(pk=incident_id).first()
    if incident is None or not policy.allowed(actor, "case.show", incident):
        raise NotFound
    showing, _new = Showing.objects.update_or_create(incident=incident, defaults={"held": False, "hidden": not shown, "decided_at": at})
    _noted(actor, incident, "case.shown" if shown else "case.hidden", at)
    return showing


def _noted(actor: Actor, incident: Incident, verb: str, at: datetime, **detail: str) -> None:
    record(actor=actor, verb=verb, kind="showing", object_id=str(incident.pk), code=incident.code, at=at, detail=detail)
