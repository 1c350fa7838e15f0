"""Bring the figures of evaluation up with the ledger; for a timer where no worker runs."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from evaluation.actions.keeping import keep_figures
from governance.access.actor import SYSTEM_ACTOR


class Command(BaseCommand):
    """May be called at any time and as often as one likes."""

    help = "Bring the figures up with the ledger (更新考核汇总)"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print how many cases were told anew."""
        self.stdout.write(f"cases {keep_figures(actor=SYSTEM_ACTOR, at=timezone.now())}")
