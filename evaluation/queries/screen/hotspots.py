"""The hot spots of an area (热点), surest first."""

from datetime import date

from evaluation.models import HotSpot
from governance.codes import Level
from governance.ledger.models import Entry
from grids import queries as grids

SHOWN_BELOW = 0.05
"""What chance alone would bring in more than one of twenty scans is not shown."""
MOST = 5


def hot_spots(*, within: str) -> list[HotSpot]:
    """Those of the last scan whose middle lies in the area."""
    return list(HotSpot.objects.filter(code__startswith=within, p__lte=SHOWN_BELOW).order_by("p", "-seen", "pk")[:MOST])


def scanned_districts() -> list[str]:
    """The districts that have grids in force."""
    return sorted({code[: Level.DISTRICT] for code in grids.current_grids().values_list("code", flat=True)})


def last_scan(*, within: str) -> date | None:
    """The last day that a scan of the area's district looked at; None before the first."""
    scans = Entry.objects.filter(kind="hotspots", code__startswith=within[: Level.DISTRICT])
    last = scans.order_by("-pk").values_list("object_id", flat=True).first()
    return None if last is None else date.fromisoformat(last)


def scanned_until(*, district: str, last: date) -> bool:
    """Whether the record tells of a scan up to that day."""
    return Entry.objects.filter(kind="hotspots", object_id=last.isoformat(), code=district).exists()
