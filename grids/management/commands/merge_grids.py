"""Merge grids in force into one."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from grids.actions import Redrawn, merge_grids
from grids.management.redrawing import RedrawCommand


class Command(RedrawCommand):
    """`manage merge_grids CODE CODE ... --into CODE`."""

    help = "Merge grids of a community (合并网格); open cases and buildings follow"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which, into what."""
        super().add_arguments(parser)
        parser.add_argument("codes", nargs="+")
        parser.add_argument("--into", required=True, help="one of the codes, or one the community never used")
        parser.add_argument("--name", default="", help="name of the merged grid; else that of the first")

    def act(self, **options: Any) -> Redrawn:
        """Merge."""
        return merge_grids(
            actor=SYSTEM_ACTOR, at=timezone.now(), codes=options["codes"], into=options["into"], name=options["name"],
            dry_run=options["dry_run"],
        )  # fmt: skip
