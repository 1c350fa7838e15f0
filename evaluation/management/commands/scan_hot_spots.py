"""Look for hot spots in every district that has grids."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from evaluation.actions.scan_hot_spots import DEALS, scan_hot_spots
from evaluation.queries.screen.cases import last_day
from evaluation.queries.screen.hotspots import scanned_districts, scanned_until
from governance.access.actor import SYSTEM_ACTOR


class Command(BaseCommand):
    """Each night; the same day gives the same."""

    help = "Look for unusual clusters of cases in the last week (热点扫描)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How sure it can be."""
        parser.add_argument("--deals", type=int, default=DEALS, choices=range(19, 100_000), metavar="19-99999", help="deals of the days")
        parser.add_argument("--if-due", action="store_true", help="only districts that were not scanned up to yesterday")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Scan, and print what was found."""
        at = timezone.now()
        for district in scanned_districts():
            if options["if_due"] and scanned_until(district=district, last=last_day(at)):
                continue
            found = scan_hot_spots(actor=SYSTEM_ACTOR, district=district, at=at, deals=options["deals"])
            self.stdout.write(f"{district}: {len(found)}")
            for one in found:
                where = f"  {one.code} +{len(one.codes) - 1} {one.kind or 'all'} {one.since}..{one.until}"
                self.stdout.write(f"{where} seen {one.seen} expected {one.expected:.1f} p {one.p:.3f}")
