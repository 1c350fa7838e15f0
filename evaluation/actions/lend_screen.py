"""Links of screens (大屏链接): made for a while, revoked at once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from evaluation.models import ScreenLink
from governance.access import policy
from governance.access.actor import Actor
from governance.codes import LENGTHS
from governance.errors import Conflict, Invalid, NotFound, NotSignedIn
from governance.ledger.record import record
from grids import queries as grids

LONGEST_DAYS = 366
NAME_MOST = 64


@transaction.atomic
def make_screen_link(*, actor: Actor, name: str, code: str, days: int, at: datetime) -> ScreenLink:
    """Let whoever has the link see the command centre of this area for so many days. Records screen_link.made.

    Refuses (Invalid) an area that is none, no name, and a time of less than a day or more than a year.
    """
    wrong: dict[str, list[str]] = {}
    if not (name := name.strip()) or len(name) > NAME_MOST:
        wrong["name"] = [_("请填写用于哪块屏，最多 %(most)d 字。") % {"most": NAME_MOST}]
    if not 1 <= days <= LONGEST_DAYS:
        wrong["days"] = [_("有效期为 1 至 %(most)d 天。") % {"most": LONGEST_DAYS}]
    if len(code) not in LENGTHS or not grids.is_area(code):
        wrong["code"] = [_("没有这个区域。")]
    if wrong:
        raise Invalid(fields=wrong)
    policy.require(actor, "screen_link.make", code)
    if actor.user_id is None:
        raise NotSignedIn
    link = ScreenLink.objects.create(name=name, code=code, made_by_id=actor.user_id, made_at=at, expires_at=at + timedelta(days=days))
    detail = {"days": days}
    record(actor=actor, verb="screen_link.made", kind="screen_link", object_id=str(link.pk), code=code, at=at, detail=detail)
    return link


@transaction.atomic
def revoke_screen_link(*, actor: Actor, link_id: int, at: datetime) -> ScreenLink:
    """The link opens nothing any more. Records screen_link.revoked. A link of another area is NotFound, a revoked one a Conflict."""
    link = ScreenLink.objects.select_for_update().filter(pk=link_id).first()
    if link is None or not policy.allowed(actor, "screen_link.revoke", link.code):
        raise NotFound
    if link.revoked_at is not None:
        raise Conflict(_("链接已被撤销。"))
    link.revoked_at = at
    link.save(update_fields=["revoked_at"])
    record(actor=actor, verb="screen_link.revoked", kind="screen_link", object_id=str(link.pk), code=link.code, at=at)
    return link
