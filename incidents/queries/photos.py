"""One photo, if the actor may see its case."""

from uuid import UUID

from governance.access.actor import Actor
from governance.errors import NotFound
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
