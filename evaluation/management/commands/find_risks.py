"""Let the rules over the ledger look at what is new; for a timer where no worker runs."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from evaluation.actions.risks.running import find_risks
from governance.access.actor import SYSTEM_ACTOR


class Command(BaseCommand):
    """May be called at any time and as often as one likes: the same finding is the same notice."""

    help = "Look for risks in the ledger (运行风险规则)"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print how many notices were raised."""
        self.stdout.write(f"notices {find_risks(actor=SYSTEM_ACTOR, at=timezone.now())}")
