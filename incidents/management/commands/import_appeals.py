"""Import a file of citizens' appeals."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access.actor import SYSTEM_ACTOR
from governance.errors import Refused
from incidents.actions.appeals import Outcome, Progress, import_appeals
from incidents.management.loading import WRONG_INPUT, reason_of

INTERRUPTED = 130


class Command(BaseCommand):
    """Each line becomes a case of the district. Progress goes to standard error, the result to standard output."""

    help = "Import citizens' appeals from another system's CSV export (导入诉求)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, whose appeals they are, and the form of the answer."""
        parser.add_argument("file", type=Path, metavar="FILE", help="CSV in UTF-8 or GB18030; the columns are named in docs/appeals.md")
        parser.add_argument("--district", default="440310", help="code of the district whose appeals these are")
        parser.add_argument("--dry-run", action="store_true", help="tell what would be done and change nothing")
        parser.add_argument("--json", action="store_true", help="answer with one JSON object: rows, imported, unchanged, repaired, refused")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import, and tell what happened line by line."""
        try:
            outcome = import_appeals(
                actor=SYSTEM_ACTOR,
                file=options["file"],
                district=options["district"],
                at=timezone.now(),
                dry_run=options["dry_run"],
                tell=self.tell,
            )
        except Refused as refusal:
            raise CommandError(reason_of(refusal), returncode=WRONG_INPUT) from refusal
        except KeyboardInterrupt as ended:
            raise CommandError(_("已中断；已写入的保留，再次运行即从断点继续。"), returncode=INTERRUPTED) from ended
        if self.stderr.isatty():
            self.stderr.write("")
        self.stdout.write(json.dumps(outcome.payload(), ensure_ascii=False) if options["json"] else told(outcome))

    def tell(self, progress: Progress) -> None:
        """One line that is written over on a terminal, one after the other elsewhere."""
        if progress.surveying:
            line = _("%(percent)3d%%，初读 %(rows)d 行") % {"percent": int(progress.done * 100), "rows": progress.rows}
            self.say(line)
            return
        line = _("%(percent)3d%%，已读 %(rows)d 行：导入 %(imported)d，未变 %(unchanged)d，拒绝 %(refused)d") % {
            "percent": int(progress.done * 100),
            "rows": progress.rows,
            "imported": progress.imported,
            "unchanged": progress.unchanged,
            "refused": progress.refused,
        }
        self.say(line)

    def say(self, line: str) -> None:
        """To standard error at once."""
        over = self.stderr.isatty()
        self.stderr.write(f"\r{line}" if over else line, ending="" if over else "\n", style_func=str)
        sys.stderr.flush()


def told(outcome: Outcome) -> str:
    """The outcome for a person: repaired and refused lines, then the counts."""
    body = outcome.payload()
    lines = [_("第 %(line)d 行已修正：%(reason)s") % one for one in body["repaired"]]
    lines += [_("第 %(line)d 行未导入：%(reason)s") % one for one in body["refused"]]
    text = _(
        "%(rows)d 行：导入 %(imported)d（修正 %(repaired)d），未变 %(unchanged)d，拒绝 %(refused)d；新增单位 %(units)d、类别 %(categories)d"
    )
    counts = text % {
        "rows": outcome.rows,
        "imported": outcome.imported,
        "repaired": len(outcome.repaired),
        "unchanged": outcome.unchanged,
        "refused": len(outcome.refused),
        "units": outcome.units_added,
        "categories": outcome.categories_added,
    }
    return "\n".join([*lines, counts if outcome.written else counts + _("（试运行，未写入）")])
