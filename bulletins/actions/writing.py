"""Writing, publishing and withdrawing bulletins (公告发布)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from bulletins.actions.telling import tell_area
from bulletins.models import Bulletin, BulletinKind, Picture
from governance.access import policy
from governance.access.actor import Actor
from governance.access.models import Post, Unit
from governance.errors import Conflict, IllegalStep, Invalid, NotFound
from governance.ledger.record import record
from governance.pictures.intake import clean
from governance.pictures.shelf import store

PICTURES = 6


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as it came, and what it shows in words."""

    body: bytes
    alt: str


def write_bulletin(
    *, actor: Actor, bulletin_id: UUID, title: str, body: str, code: str, at: datetime, kind: str = BulletinKind.NOTICE,
    pictures: Sequence[Shown] = (), unit: Unit | None = None,
) -> Bulletin:  # fmt: skip
    """Keep a draft for an area. Refuses (Invalid) an empty title or text, a picture without words or that is none.

    Sent twice under the same id it is one. Records bulletin.written.
    """
    policy.require(actor, "bulletin.write", code)
    if not title.strip() or not body.strip():
        raise Invalid(fields={"title" if not title.strip() else "body": [_("请填写标题和正文。")]})
    if any(not one.alt.strip() for one in pictures) or len(pictures) > PICTURES:
        raise Invalid(fields={"pictures": [_("每张图片请写一句说明，最多 %(most)d 张。") % {"most": PICTURES}]})
    cleaned = [(uuid5(bulletin_id, f"picture{place}"), clean(one.body), one.alt.strip()) for place, one in enumerate(pictures)]
    files = [store(pk, picture) for pk, picture, _alt in cleaned]
    with transaction.atomic():
        if (known := Bulletin.objects.filter(pk=bulletin_id).first()) is not None:
            if known.title != title.strip() or known.author_id != actor.user_id:
                raise Conflict
            return known
        found = Bulletin.objects.create(
            pk=bulletin_id, kind=kind, title=title.strip(), body=body.strip(), code=code, unit=unit or unit_of(actor, code),
            author_id=actor.user_id, written_at=at,
        )  # fmt: skip
        Picture.objects.bulk_create(
            Picture(id=pk, bulletin=found, file=file, alt=alt, width=picture.width, height=picture.height, place=place)
            for place, ((pk, picture, alt), file) in enumerate(zip(cleaned, files, strict=True))
        )
        noted(actor, found, "bulletin.written", at)
    return found


@transaction.atomic
def publish_bulletin(*, actor: Actor, bulletin_id: UUID, at: datetime) -> Bulletin:
    """From now on everybody sees it. Refuses one that was withdrawn; again is the same. Records bulletin.published."""
    found = locked(bulletin_id)
    policy.require(actor, "bulletin.publish", found.code)
    if found.withdrawn_at is not None:
        raise IllegalStep
    if found.published_at is None:
        found.published_at = at
        found.save(update_fields=["published_at"])
        tell_area(
            code=found.code, title=found.title, unit=found.unit.name, key=str(found.pk), link=f"/bulletins/{found.pk}/", at=at
        )  # fmt: skip
        noted(actor, found, "bulletin.published", at)
    return found


@transaction.atomic
def withdraw_bulletin(*, actor: Actor, bulletin_id: UUID, at: datetime) -> Bulletin:
    """Nobody sees it any more but those who wrote it. Records bulletin.withdrawn."""
    found = locked(bulletin_id)
    policy.require(actor, "bulletin.withdraw", found.code)
    if found.published_at is None:
        raise IllegalStep
    if found.withdrawn_at is None:
        found.withdrawn_at = at
        found.save(update_fields=["withdrawn_at"])
        noted(actor, found, "bulletin.withdrawn", at)
    return found


def unit_of(actor: Actor, code: str) -> Unit:
    """The unit for which somebody writes: that of the narrowest post over the area. Refuses (Invalid) who has none."""
    posts = Post.objects.filter(user=actor.user_id).select_related("unit") if actor.user_id else Post.objects.none()
    held = {(post.role, post.code) for post in actor.posts}
    covering = [post for post in posts if (post.role, post.code) in held and code.startswith(post.code)]
    if not covering:
        raise Invalid(fields={"unit": [_("没有可署名的机构。")]})
    return max(covering, key=lambda post: len(post.code)).unit


def locked(bulletin_id: UUID) -> Bulletin:
    """The row, held until the transaction ends; NotFound."""
    found = Bulletin.objects.select_for_update().filter(pk=bulletin_id).first()
    if found is None:
        raise NotFound
    return found


def noted(actor: Actor, bulletin: Bulletin, verb: str, at: datetime) -> None:
    """One entry about a bulletin."""
    record(actor=actor, verb=verb, kind="bulletin", object_id=str(bulletin.pk), code=bulletin.code, at=at, detail={"title": bulletin.title})
