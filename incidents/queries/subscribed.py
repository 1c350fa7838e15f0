"""Who hears of a case that becomes public (订阅查询)."""

from uuid import UUID

from governance.codes import ancestors
from governance.notices.models import Address
from governance.prepared import ask
from incidents.models import Incident, Subscription

HEARD = """
SELECT id, code FROM incidents_subscription WHERE confirmed_at IS NOT NULL AND ended_at IS NULL AND (code = ANY(%s)
  OR (point IS NOT NULL AND ST_DWithin(point::geography, ST_SetSRID(ST_MakePoint(%s, %s), 4326)::geography, metres)))
"""


def topics_for(case: Incident) -> list[str]:
    """The topics of subscriptions to an area around the case, or to a circle that holds it."""
    lonlat = (None, None) if case.point is None else (case.point.x, case.point.y)
    rows = ask(HEARD, [ancestors(case.code), *lonlat])
    return [f"area:{code}:{pk}" if code else f"near:{pk}" for pk, code in rows]


def subscription_by_id(subscription_id: UUID) -> Subscription | None:
    """One that did not end."""
    return Subscription.objects.filter(pk=subscription_id, ended_at__isnull=True).first()


def is_lost(row: Subscription) -> bool:
    """Whether it was confirmed and its address is no more: a browser ended it at the other side."""
    return row.confirmed_at is not None and not Address.objects.filter(topic=row.topic, ended_at__isnull=True).exists()
