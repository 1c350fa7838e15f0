"""load_fields: bring the declared fields of the register to the shipped version; run twice it changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from residents.actions.declaring import load_fields


class Command(BaseCommand):
    """Load the declaration (载入数据项)."""

    help = "load the declared fields of the register"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Load and say how many changed."""
        self.stdout.write(f"fields changed: {load_fields(actor=SYSTEM_ACTOR, at=timezone.now())}")
