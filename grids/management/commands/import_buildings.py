"""Import building footprints."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from grids.actions import BuildingFile, import_buildings
from grids.management.answering import ImportCommand
from grids.summary import Summary


class Command(ImportCommand):
    """`manage import_buildings FILE`: GeoJSON, Shapefile, GeoPackage or KML, plain or zipped."""

    help = "Import buildings (楼栋) and set each into the grid that holds it"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What the file is about."""
        super().add_arguments(parser)
        parser.add_argument("--crs", default="auto", help="auto (as the file says), EPSG:4547, EPSG:4490, gcj02, bd09 ...")
        parser.add_argument("--layer", help="the layer of a GeoPackage that has several")
        parser.add_argument("--within", default="", help="code of a division whose outline must hold the buildings")
        parser.add_argument("--swap-axes", action="store_true", help="the file has y (latitude) before x (longitude)")

    def act(self, **options: Any) -> Summary:
        """Import."""
        file = BuildingFile(
            path=Path(options["file"]), crs=options["crs"], layer=options["layer"], within=options["within"], swap_axes=options["swap_axes"]
        )
        return import_buildings(
            actor=SYSTEM_ACTOR, at=timezone.now(), file=file, skip_refused=options["skip_refused"], dry_run=options["dry_run"]
        )
