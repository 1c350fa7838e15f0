"""Runs what is deferred, as the worker would."""

from datetime import datetime

from governance.notices.actions import deliver, spread_notice
from governance.notices.models import Delivery, Notice


def run_notices(at: datetime) -> list[str]:
    """Spread every notice and try every delivery once; the statuses."""
    for notice in Notice.objects.filter(spread_at__isnull=True):
        spread_notice(notice_id=notice.pk, at=at)
    return [deliver(delivery_id=key, at=at) for key in Delivery.objects.filter(status="waiting").values_list("pk", flat=True)]
