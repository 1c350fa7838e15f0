"""Load the indicators, weights, steps, grades and risk rules that come with the program."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from evaluation.actions.indicators import load_indicators
from governance.access.actor import SYSTEM_ACTOR


class Command(BaseCommand):
    """The second time changes nothing; weights and thresholds that were set here stay."""

    help = "Load the catalogue of indicators and risk rules (导入指标目录与风险规则)"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print how many rows differ of each table."""
        changed = load_indicators(actor=SYSTEM_ACTOR, at=timezone.now())
        self.stdout.write(", ".join(f"{name} ~{count}" for name, count in changed.items()))
