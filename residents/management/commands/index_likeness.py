"""index_likeness: fill in the index of name and birthday of people registered before it existed; killed, it goes on where it stood."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from residents.actions.reindexing import index_likeness


class Command(BaseCommand):
    """Index likeness (补建相似索引)."""

    help = "index people by name and birthday, so that likely duplicates among them are proposed"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Index and say how many."""
        self.stdout.write(f"indexed: {index_likeness(actor=SYSTEM_ACTOR, at=timezone.now())}")
