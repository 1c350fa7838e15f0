"""rotate_vault: bring everything that lies sealed under the current key, online; killed, it goes on where it stood."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from residents.actions.rotating import rotate_vault
from residents.queries.keeping import left_behind
from residents.vault.keyring import keyring


class Command(BaseCommand):
    """Rotate the keys of the vault (密钥轮换)."""

    help = "bring the vault under the first key of VAULT_KEYS"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Rotate; say how many, and whether an old key may be taken out now."""
        moved = rotate_vault(actor=SYSTEM_ACTOR, at=timezone.now())
        self.stdout.write(f"rotated: {moved}, left under other keys: {left_behind(keyring().current.number)}")
