"""Keys of the open interface (接口密钥): issued once, kept as a digest, counted by the hour."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Conflict, Invalid, NotAllowed, NotFound
from governance.ledger.record import record
from governance.limits.actions import Limit, TooOften, take
from incidents.models import ApiKey
from incidents.queries import open311

HOUR = timedelta(hours=1)
HIGHEST = 100_000


def digest_of(secret: str) -> bytes:
    """What is kept of a key."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def issue_key(*, actor: Actor, name: str, at: datetime, per_hour: int = 600) -> str:
    """Make a key; its secret is returned once. Refuses a taken name (Conflict). Records apikey.issued."""
    policy.require(actor, "apikey.issue", None)
    name = name.strip()
    if not name or len(name) > 80 or not 0 < per_hour <= HIGHEST:  # noqa: PLR2004 - the column
        raise Invalid(fields={"name": [_("请填写名称（最多 80 字）和每小时上限。")]})
    secret = secrets.token_urlsafe(24)
    try:
        with transaction.atomic():
            key = ApiKey.objects.create(name=name, digest=digest_of(secret), per_hour=per_hour, issued_at=at)
            record(actor=actor, verb="apikey.issued", kind="apikey", object_id=str(key.pk), code="", at=at)
    except IntegrityError as error:
        raise Conflict(_("这个名称已被使用。"), fields={"name": [_("这个名称已被使用。")]}) from error
    return secret


@transaction.atomic
def end_key(*, actor: Actor, key_id: int, at: datetime) -> None:
    """End a key; the next request with it is refused. Records apikey.ended."""
    policy.require(actor, "apikey.issue", None)
    key = ApiKey.objects.select_for_update().filter(pk=key_id, ended_at__isnull=True).first()
    if key is None:
        raise NotFound
    key.ended_at = at
    key.save(update_fields=["ended_at"])
    record(actor=actor, verb="apikey.ended", kind="apikey", object_id=str(key.pk), code="", at=at)


def use_key(*, secret: str, at: datetime) -> ApiKey:
    """The key of a request, counted. Refuses an unknown or ended one (NotAllowed) and one over its limit (TooOften)."""
    key = open311.key_of(digest_of(secret)) if secret else None
    if key is None:
        raise NotAllowed(_("api_key 无效。") if secret else _("没有提供 api_key。"))
    if not take(Limit("open311", key.per_hour, HOUR), str(key.pk), at=at):
        raise TooOften(_("此 api_key 每小时最多 %(most)d 次，请稍后再试。") % {"most": key.per_hour})
    return key
