"""Delete counters of limits and phone codes that ran out long ago."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from governance.limits.actions import forget_allowances
from governance.proving.actions import forget_codes


class Command(BaseCommand):
    """For a timer each night."""

    help = "Delete old counters and codes (清理限次与验证码)"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Both."""
        at = timezone.now()
        self.stdout.write(f"counters -{forget_allowances(at=at)}, codes -{forget_codes(at=at)}")
