"""Quotas of looking (查阅配额): how many people one viewer may see in a day (D12, D13)."""

from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from governance.access.actor import Actor
from governance.errors import Refused
from residents.rules import MASKED_PER_DAY, QUOTA_SPAN, WHOLE_PER_DAY

USED = """
SELECT count(DISTINCT resident_id), count(DISTINCT resident_id) FILTER (WHERE whole)
FROM residents_look WHERE actor_id = %s AND at > %s
"""


class OverQuota(Refused):
    """The viewer has seen as many people as one may in a day (超过查阅配额)."""

    code = "over_quota"
    status = 429


def used_today(*, actor: Actor, at: datetime) -> tuple[int, int]:
    """How many people the viewer saw in the last day, and how many of them whole."""
    with connection.cursor() as cursor:
        cursor.execute(USED, [actor.user_id, at - QUOTA_SPAN])
        seen, whole = cursor.fetchone()
    return int(seen), int(whole)


def require_quota(*, actor: Actor, people: int, whole: bool, at: datetime) -> None:
    """Refuse with OverQuota when this look would pass the limit. The system has none: it looks for nobody."""
    if actor.user_id is None:
        return
    seen, seen_whole = used_today(actor=actor, at=at)
    if seen + people > MASKED_PER_DAY or (whole and seen_whole + people > WHOLE_PER_DAY):
        raise OverQuota(_("今日查阅人数已达上限，如确有需要请联系安全管理员。"))
