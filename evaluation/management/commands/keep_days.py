"""Keep the figures of past days for the command centre."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from evaluation.actions.keep_days import keep_days
from evaluation.queries.screen.days import SPAN, kept_until
from governance.access.actor import SYSTEM_ACTOR


class Command(BaseCommand):
    """Each night after midnight in Shanghai; without it screens count those days anew each time."""

    help = "Keep the figures of the last days for the command centre (大屏日统计)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How far back."""
        parser.add_argument("--days", type=int, default=SPAN, choices=range(1, 1001), metavar="1-1000", help="days before today")
        parser.add_argument("--if-due", action="store_true", help="only when yesterday is not kept yet")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Count and keep."""
        if options["if_due"] and kept_until(timezone.now()):
            return
        rows = keep_days(actor=SYSTEM_ACTOR, at=timezone.now(), days=options["days"])
        self.stdout.write(f"days {options['days']}, rows {rows}")
