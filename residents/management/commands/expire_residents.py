"""expire_residents: the daily job that erases people whose retention has ended."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from residents.actions.keeping import expire_residents


class Command(BaseCommand):
    """Erase what may no longer be kept (到期删除)."""

    help = "erase the people whose retention has ended"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Erase and say how many."""
        self.stdout.write(f"erased: {expire_residents(actor=SYSTEM_ACTOR, at=timezone.now())}")
