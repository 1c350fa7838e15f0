"""Close a month of an area; for a timer on the first days of the next one."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from evaluation.actions.months import close_month
from evaluation.periods import Span, parse
from governance.access.actor import SYSTEM_ACTOR
from governance.codes import level_of
from governance.errors import Refused


class Command(BaseCommand):
    """Closing it again is refused and changes nothing."""

    help = "Close a month of an area (月度关账)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which area and which month."""
        parser.add_argument("code", help="area code, such as 440310")
        parser.add_argument("month", help="such as 2026-10")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Freeze, or say why not."""
        period = parse(options["month"])
        if period is None or period.span != Span.MONTH:
            raise CommandError("month: 2026-10")
        try:
            level_of(options["code"])
            closing = close_month(actor=SYSTEM_ACTOR, code=options["code"], period=period, at=timezone.now())
        except (Refused, ValueError) as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        self.stdout.write(f"{closing.code} {closing.month}: {closing.figures.count()} subjects")
