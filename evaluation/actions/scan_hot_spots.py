"""Looking for hot spots (热点扫描)."""

from datetime import datetime, timedelta

from django.db import transaction

from evaluation.models import HotSpot
from evaluation.queries.screen.cases import cases_of, last_day
from evaluation.scan import scan
from governance.access import policy
from governance.access.actor import Actor
from governance.ledger.record import record

DEALS = 999
CHANCE = 0.2
"""Above this nothing is kept, for what chance alone brings every fifth night is no news to anybody."""


def scan_hot_spots(*, actor: Actor, district: str, at: datetime, deals: int = DEALS) -> list[HotSpot]:
    """Scan a district up to the last whole day; what is found replaces what the scan before found. Records hotspots.scanned.

    The lot is drawn from the day, so that a scan can be repeated and gives the same.
    """
    policy.require(actor, "hotspots.scan", district)
    last = last_day(at)
    places, kinds, cases = cases_of(district=district, at=at)
    found = [
        HotSpot(
            district=district,
            code=places[one.places[0]].code,
            codes=[places[index].code for index in one.places],
            radius_m=round(one.radius_m),
            kind="" if one.kind is None else kinds[one.kind],
            since=last - timedelta(days=one.days - 1),
            until=last,
            seen=one.seen,
            expected=one.expected,
            p=one.p,
            scanned_at=at,
        )
        for one in scan(places=places, cases=cases, deals=deals, seed=last.toordinal())
        if one.p <= CHANCE
    ]
    with transaction.atomic():
        HotSpot.objects.filter(district=district).delete()
        HotSpot.objects.bulk_create(found)
        detail = {"cases": len(cases), "deals": deals, "found": len(found)}
        record(actor=actor, verb="hotspots.scanned", kind="hotspots", object_id=last.isoformat(), code=district, at=at, detail=detail)
    return found
