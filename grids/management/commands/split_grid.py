"""Split a grid in force by a line or by polygons."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from grids.actions import Redrawn, split_grid
from grids.management.redrawing import RedrawCommand
from grids.parting import parting_of


class Command(RedrawCommand):
    """`manage split_grid CODE --with FILE` or `--with "114.30 22.70, 114.36 22.72"`."""

    help = "Split a grid (拆分网格); open cases and buildings follow by position"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which, by what, into what."""
        super().add_arguments(parser)
        parser.add_argument("code")
        parser.add_argument("--with", dest="by", required=True, help="a file of one line or of polygons, or `lon lat, lon lat, ...`")
        parser.add_argument("--crs", default="auto", help="system of the file or line: auto, EPSG:4547, gcj02 ...")
        parser.add_argument("--into", default="", help="codes of the parts, by commas; else the next free ones")

    def act(self, **options: Any) -> Redrawn:
        """Split."""
        by = parting_of(options["by"], crs=None if options["crs"] == "auto" else options["crs"])
        into = [code for code in options["into"].split(",") if code]
        return split_grid(actor=SYSTEM_ACTOR, at=timezone.now(), code=options["code"], by=by, into=into, dry_run=options["dry_run"])
