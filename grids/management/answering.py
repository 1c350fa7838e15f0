"""How the commands of grids answer (命令的答复): a summary for people or as JSON, refusals by name, never a traceback."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DataError, IntegrityError

from governance.errors import Refused
from grids.summary import Summary

SHOWN = 50  # refused rows on a terminal; --json has all
FAILED = 1


class AnsweringCommand(BaseCommand):
    """A command that calls one action and tells what it did. Exit 0 when it was done, 1 when anything was refused."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What all of them take."""
        parser.add_argument("--dry-run", action="store_true", help="change nothing, tell what would change")
        parser.add_argument("--json", action="store_true", help="answer as one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Call the action and answer."""
        try:
            done = self.act(**options)
        except Refused as refused:
            self.refuse(refused.payload(), as_json=options["json"])
        except (DataError, IntegrityError) as error:
            reason = str(error).partition("\n")[0]
            self.refuse({"code": "refused_by_database", "message": reason}, as_json=options["json"])
        else:
            self.answer(done, **options)

    def act(self, **options: Any) -> Any:
        """The call; each command has its own."""
        raise NotImplementedError

    def answer(self, done: Any, **options: Any) -> None:
        """What was done; each command has its own."""
        raise NotImplementedError

    def refuse(self, payload: dict[str, Any], *, as_json: bool) -> None:
        """Say why not, and end with 1."""
        if as_json:
            self.write_json({"written": False, "error": payload})
            raise SystemExit(FAILED)
        fields = [f"{name}: {reason}" for name, reasons in payload.get("fields", {}).items() for reason in reasons]
        raise CommandError("\n".join([f"{payload['code']}: {payload['message']}", *fields]))

    def write_json(self, body: dict[str, Any]) -> None:
        """One JSON object on one line."""
        self.stdout.write(json.dumps(body, ensure_ascii=False, cls=DjangoJSONEncoder))


class ImportCommand(AnsweringCommand):
    """A command that takes a file row by row. When any row is refused nothing is written, unless --skip-refused."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and what becomes of the good rows beside refused ones."""
        super().add_arguments(parser)
        parser.add_argument("file")
        parser.add_argument("--skip-refused", action="store_true", help="write the good rows although others are refused")

    def answer(self, done: Summary, **options: Any) -> None:
        """The counts and each refused row; exit 1 when rows were refused and not skipped."""
        if options["json"]:
            self.write_json(done.payload())
        else:
            self.tell(done, dry_run=options["dry_run"])
        if done.refused and not options["skip_refused"]:
            raise SystemExit(FAILED)

    def tell(self, done: Summary, *, dry_run: bool) -> None:
        """The same for people."""
        verdict = "written" if done.written else "dry run, nothing written" if dry_run else "NOTHING WRITTEN, rows were refused"
        counts = f"{done.rows} rows: {done.added} added, {done.changed} changed, {done.unchanged} unchanged, {len(done.refused)} refused"
        self.stdout.write(f"{done.what}: {counts} ({verdict})")
        if done.crs:
            self.stdout.write(f"  coordinates read as {done.crs}")
        for remark in done.remarks:
            self.stdout.write(f"  {remark}")
        if done.created:
            self.stdout.write(f"  wider divisions added: {', '.join(done.created[:SHOWN])}")
        for line in done.refused[:SHOWN]:
            self.stderr.write(f"  row {line.row} {line.code}: {line.reason}: {line.text}{' ' + line.preview if line.preview else ''}")
        if len(done.refused) > SHOWN:
            self.stderr.write(f"  ... and {len(done.refused) - SHOWN} more; --json names all")
