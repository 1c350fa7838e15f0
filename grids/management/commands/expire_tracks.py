"""expire_tracks: the daily job that deletes workers' positions after 90 days."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from grids.actions.patrols import expire_tracks


class Command(BaseCommand):
    """Delete old tracks (轨迹到期删除)."""

    help = "delete workers' positions older than 90 days"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Delete and say how many."""
        self.stdout.write(f"positions deleted: {expire_tracks(actor=SYSTEM_ACTOR, at=timezone.now())}")
