"""One photo, if the actor may see its case; and the photos of a case that is seen."""

from uuid import UUID

from django.db import DEFAULT_DB_ALIAS

from governance.access.actor import Actor
from governance.errors import NotFound
from governance.prepared import ask
from incidents.models import Photo
from incidents.rules import may_view


def visible_photo(*, actor: Actor, photo_id: UUID) -> Photo:
    """The photo; before it belongs to a case only its sender sees it. NotFound otherwise."""
    photo = Photo.objects.select_related("incident").filter(pk=photo_id).first()
    if photo is not None:
        if photo.incident is not None and may_view(actor, photo.incident):
            return photo
        if photo.incident is None and actor.user_id is not None and photo.uploader_id == actor.user_id:
            return photo
    raise NotFound


SHOWN = ["id", "stage", "sha256", "width", "height"]  # in the order of the model, as from_db wants it
OF_CASE = f"SELECT {', '.join(SHOWN)} FROM incidents_photo WHERE incident_id = %s ORDER BY uploaded_at"  # noqa: S608  (names of columns)


def photos_of(incident_id: UUID) -> list[Photo]:
    """The photos of a case, oldest first, with what a card shows of them."""
    return [Photo.from_db(DEFAULT_DB_ALIAS, SHOWN, values) for values in ask(OF_CASE, [incident_id])]
