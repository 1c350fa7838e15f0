"""Let the demonstration show evaluation: figures, a closed month, spot checks, risk notices."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from evaluation.actions.demo import load_evaluation_demo


class Command(BaseCommand):
    """After load_demo. The second time adds nothing."""

    help = "Let the demonstration show evaluation (演示考核数据)"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print what was added."""
        done = load_evaluation_demo(at=timezone.now())
        self.stdout.write(", ".join(f"{name} +{count}" for name, count in done.items()))
