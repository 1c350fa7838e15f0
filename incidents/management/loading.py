"""What the commands that load a table share (导入命令): the words of the command line and the form of the answer."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from governance.errors import Refused
from incidents.actions.catalogue import Loaded

WRONG_INPUT = 2
"""Exit status when the file or the options cannot be used; lines that are refused one by one leave it 0."""


class LoadCommand(BaseCommand):
    """Loads a table by one action. With --json the summary is one JSON object on standard output."""

    has_shipped_file = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, a trial run, and the form of the answer."""
        given = "?" if self.has_shipped_file else None
        parser.add_argument(
            "file", type=Path, nargs=given, default=None, metavar="FILE", help="CSV; without it the table that comes with the program"
        )
        parser.add_argument("--dry-run", action="store_true", help="tell what would be done and change nothing")
        parser.add_argument("--json", action="store_true", help="answer with one JSON object: rows, added, changed, unchanged, refused")

    def load(self, options: dict[str, Any]) -> Loaded:
        """One call of an action."""
        raise NotImplementedError

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load, and tell what happened."""
        loaded = usable(lambda: self.load(options))
        self.stdout.write(json.dumps(loaded.payload(), ensure_ascii=False) if options["json"] else told(loaded))


def usable(call: Callable[[], Loaded]) -> Loaded:
    """The result of the call; a refusal of the whole file ends the command with status 2 and its reason."""
    try:
        return call()
    except Refused as refusal:
        raise CommandError(reason_of(refusal), returncode=WRONG_INPUT) from refusal


def reason_of(refusal: Refused) -> str:
    """A refusal in one line, with the reasons of its fields."""
    reasons = [str(reason) for reasons in refusal.fields.values() for reason in reasons]
    return " ".join(reasons) or str(refusal)


def told(loaded: Loaded) -> str:
    """The summary for a person: a line for each refused one, then the counts."""
    lines = [_("第 %(line)d 行未导入：%(reason)s") % {"line": one.line, "reason": one.reason} for one in loaded.refused]
    counts = _("%(what)s：%(rows)d 行，新增 %(added)d，更改 %(changed)d，未变 %(unchanged)d，保留本地修改 %(kept)d，拒绝 %(refused)d") % (
        loaded.payload() | {"refused": len(loaded.refused)}
    )
    return "\n".join([*lines, counts if loaded.written else counts + _("（试运行，未写入）")])
