"""What the commands that redraw grids answer (网格变更命令)."""

from dataclasses import asdict
from typing import Any

from grids.actions import Redrawn
from grids.management.answering import AnsweringCommand


class RedrawCommand(AnsweringCommand):
    """Tells what ended, what was opened, and what followed."""

    def answer(self, done: Redrawn, **options: Any) -> None:
        """For people or as JSON."""
        if options["json"]:
            self.write_json({"written": not options["dry_run"]} | asdict(done))
            return
        trial = " (dry run)" if options["dry_run"] else ""
        follow = f"{done.moved} cases and {done.buildings} buildings followed"
        self.stdout.write(f"version {done.version}: ended {', '.join(done.ended) or '-'}, opened {', '.join(done.opened)}; {follow}{trial}")
        for remark in done.remarks():
            self.stdout.write(f"  {remark}")
