"""Publish the drafts of a district: from then on they are the grids in force."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from grids.actions import Published, publish_grids
from grids.management.answering import AnsweringCommand
from grids.queries.coverage import TOLERANCE_M2


class Command(AnsweringCommand):
    """`manage publish_grids --district CODE [--tolerance-m2 N]`. Refuses overlaps and gaps, naming pairs and square metres."""

    help = "Publish the drafts of grids (发布网格)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where, and how exact."""
        super().add_arguments(parser)
        parser.add_argument("--district", required=True, help="code of the district, or of a street or community in it")
        parser.add_argument("--tolerance-m2", type=float, default=TOLERANCE_M2, help="an overlap or gap up to this is let through")

    def act(self, **options: Any) -> Published:
        """Publish."""
        return publish_grids(
            actor=SYSTEM_ACTOR,
            at=timezone.now(),
            code=options["district"],
            tolerance_m2=options["tolerance_m2"],
            dry_run=options["dry_run"],
        )

    def answer(self, done: Published, **options: Any) -> None:
        """What is in force now."""
        if options["json"]:
            self.write_json({"written": done.redrawn is not None and not options["dry_run"]} | done.payload())
            return
        if done.redrawn is None:
            self.stdout.write(f"{done.district}: no draft differs from what is in force")
            return
        counts = f"{len(done.redrawn.opened)} grids opened ({len(done.added)} new), {len(done.redrawn.ended)} codes ended"
        follow = f"{done.redrawn.moved} cases and {done.redrawn.buildings} buildings followed"
        self.stdout.write(
            f"{done.district}: version {done.redrawn.version}: {counts}, {follow}{' (dry run)' if options['dry_run'] else ''}"
        )
        for remark in (*done.remarks, *done.redrawn.remarks()):
            self.stdout.write(f"  {remark}")
