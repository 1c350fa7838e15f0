"""replay_erasures [FILE]: after a restore, forget again everybody who was erased; --list writes the list to keep outside."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from residents.actions.keeping import replay_erasures
from residents.queries.keeping import erasures


class Command(BaseCommand):
    """Replay the erasures (恢复后重放删除)."""

    help = "after a restore: forget again everybody who was erased"

    def add_arguments(self, parser: CommandParser) -> None:
        """The list that was kept outside the database, one JSON object a line."""
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument("--list", action="store_true", help="print the list instead")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Replay, or print what to keep."""
        if options["list"]:
            for pk, when, number in erasures():
                self.stdout.write(json.dumps({"id": str(pk), "at": when.isoformat(), "number": number.hex()}))
            return
        lines = options["file"].read_text().splitlines() if options["file"] else []
        rows = [json.loads(line) for line in lines]
        erased = [(UUID(row["id"]), datetime.fromisoformat(row["at"]), bytes.fromhex(row.get("number", ""))) for row in rows]
        self.stdout.write(f"forgotten again: {replay_erasures(actor=SYSTEM_ACTOR, erased=erased, at=timezone.now())}")
