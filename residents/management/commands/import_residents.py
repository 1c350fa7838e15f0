"""import_residents FILE: check a table of people, then write it; run twice it changes nothing, killed it goes on."""

import json
import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from governance.errors import Refused
from residents.actions.imports.applying import apply_run
from residents.actions.imports.checking import Source, check_file
from residents.queries.runs import told

MANY = 20_000
"""Rows from which one connection for each core writes."""


def helpers(rows: int) -> int:
    """How many connections write."""
    return (os.cpu_count() or 1) if rows > MANY else 1


class Command(BaseCommand):
    """Import people (导入居民)."""

    help = "import residents from a CSV or XLSX file"

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, the area it belongs to, and where it comes from."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--code", default="", help="the area that may be written, and that of rows that name none")
        parser.add_argument("--source", default="", help="the name of the office the file comes from (without: the file's name)")
        parser.add_argument("--basis", default="1", choices=["1", "2", "3"], help="legal basis: 1 statutory duty, 2 consent, 3 emergency")
        parser.add_argument("--processes", type=int, help="how many processes check and seal, and how many connections write")
        parser.add_argument("--dry-run", action="store_true", help="check only")
        parser.add_argument("--json", action="store_true", help="tell everything as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Check, apply unless told not to, and say what came of it."""
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"no such file: {path}")
        source = Source(options["source"] or path.name[:60], basis=options["basis"])
        at = timezone.now()
        try:
            run = check_file(actor=SYSTEM_ACTOR, path=path, code=options["code"], source=source, at=at, processes=options["processes"])
            if not options["dry_run"]:
                run = apply_run(actor=SYSTEM_ACTOR, run_id=run.pk, at=at, hands=options["processes"] or helpers(run.rows))
        except Refused as refused:
            if options["json"]:
                self.stdout.write(json.dumps({"error": refused.payload()}, ensure_ascii=False, default=str))
            raise CommandError(str(refused.message)) from refused
        found = told(run)
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        for one in found["findings"]:
            self.stdout.write(f"line {one['line']} {one['column']}: {one['text']}{' (flag)' if one['flag'] else ''}")
        self.stdout.write(
            f"{found['state']}: rows={run.rows} refused={run.refused} flagged={run.flagged} "
            f"added={run.added} changed={run.changed} same={run.same}"
        )
