"""Photos: kept before the report or step that names them, attached with it (照片)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Conflict, Invalid
from governance.ledger.record import record
from governance.pictures.intake import CleanPicture, clean, content_hash
from governance.pictures.shelf import store
from incidents.models import Incident, Photo, Stage


def keep_photo(*, actor: Actor, photo_id: UUID, body: bytes, stage: str, at: datetime) -> tuple[Photo, bool]:
    """Clean a picture and keep it under the client's id. Returns the photo and whether it is new.

    The same id and bytes again is the same photo; other bytes or another sender is Conflict. Refuses what is not a
    whole picture (PictureRefused) and a full disk (NoRoom). Records photo.added.
    """
    policy.require(actor, "photo.add", None)
    digest = content_hash(body)
    if (known := _known(actor, photo_id, digest)) is not None:
        return known, False
    picture = clean(body)
    name = store(photo_id, picture)
    try:
        return _insert(actor, photo_id, digest, stage, picture, name, at), True
    except IntegrityError:
        if (known := _known(actor, photo_id, digest)) is None:
            raise
        return known, False


def _known(actor: Actor, photo_id: UUID, digest: bytes) -> Photo | None:
    photo = Photo.objects.filter(pk=photo_id).first()
    if photo is not None and (bytes(photo.sent_digest) != digest or photo.uploader_id != actor.user_id):
        raise Conflict(_("同一编号的照片内容不同。"))
    return photo


@transaction.atomic
def _insert(actor: Actor, photo_id: UUID, digest: bytes, stage: str, picture: CleanPicture, name: str, at: datetime) -> Photo:
    photo = Photo.objects.create(
        pk=photo_id,
        stage=stage,
        sent_digest=digest,
        file=name,
        sha256=picture.sha256,
        width=picture.width,
        height=picture.height,
        bytes=len(picture.jpeg),
        uploader_id=actor.user_id,
        uploaded_at=at,
    )
    code = min((post.code for post in actor.posts), default="")
    record(actor=actor, verb="photo.added", kind="photo", object_id=str(photo_id), code=code, at=at)
    return photo


def attach_photos(*, actor: Actor, incident: Incident, photo_ids: Sequence[UUID], stage: str | None = None) -> int:
    """Give photos to a case. Refuses ids that are unknown, another's or already given (Invalid, field `photos`)."""
    if not photo_ids:
        return 0
    mine = Photo.objects.filter(pk__in=photo_ids, incident__isnull=True, uploader=actor.user_id)
    changes = {"incident": incident} | ({"stage": stage} if stage else {})
    count = mine.update(**changes)
    if count != len(set(photo_ids)):
        raise Invalid(fields={"photos": [_("有照片不存在、已用于其他案件或不是您上传的。")]})
    return count


def has_stage(incident: Incident, stage: Stage) -> bool:
    """Whether the case has a photo of that stage."""
    return incident.photos.filter(stage=stage).exists()
