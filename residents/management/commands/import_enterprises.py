"""import_enterprises FILE: take enterprises into the register; invalid codes are refused line by line."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from governance.errors import Refused
from residents.actions.enterprises.importing import import_enterprises
from residents.declaration.reasons import reason


class Command(BaseCommand):
    """Import enterprises (导入企业)."""

    help = "import enterprises from a CSV or XLSX file"

    def add_arguments(self, parser: CommandParser) -> None:
        """The file and its area."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--code", default="440310", help="the area of rows that name none, and the one that may be written")
        parser.add_argument("--source", default="", help="where the file comes from")
        parser.add_argument("--dry-run", action="store_true", help="check only")
        parser.add_argument("--json", action="store_true", help="tell everything as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import and say what came of it."""
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"no such file: {path}")
        try:
            found = import_enterprises(
                actor=SYSTEM_ACTOR, path=path, code=options["code"], source=options["source"] or path.name[:60], at=timezone.now(),
                dry_run=options["dry_run"],
            )  # fmt: skip
        except Refused as refused:
            raise CommandError(str(refused.message)) from refused
        if options["json"]:
            told = {"rows": found.rows, "added": found.added, "changed": found.changed, "same": found.same, "doubted": found.doubted}
            findings = [{"line": line, "column": column, "reason": why} for line, column, why in found.refused]
            self.stdout.write(json.dumps(told | {"refused": findings}, ensure_ascii=False))
            return
        for line, column, why in found.refused:
            self.stdout.write(f"line {line} {column}: {reason(why)}")
        lines = len({line for line, _column, _why in found.refused})
        counts = f"rows={found.rows} refused={lines} added={found.added} changed={found.changed}"
        self.stdout.write(f"{counts} same={found.same} doubted={found.doubted}")
