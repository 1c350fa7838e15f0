"""rotate_vault: bring everybody under the current key, online; killed, it goes on where it stood."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from residents.actions.keeping import rotate_vault


class Command(BaseCommand):
    """Rotate the keys of the vault (密钥轮换)."""

    help = "bring the vault under the first key of VAULT_KEYS"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Rotate and say how many."""
        self.stdout.write(f"rotated: {rotate_vault(actor=SYSTEM_ACTOR, at=timezone.now())}")
