"""Import the outlines of divisions, or grids as drafts."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from governance.codes import Level
from grids.actions import AreaFile, import_areas
from grids.management.answering import ImportCommand
from grids.summary import Summary


class Command(ImportCommand):
    """`manage import_areas FILE --level street|community|grid`: GeoJSON, Shapefile, GeoPackage or KML, plain or zipped."""

    help = "Import outlines of divisions (区划范围), or grids as drafts (网格草稿) for publish_grids"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What the file is about."""
        super().add_arguments(parser)
        parser.add_argument("--level", required=True, choices=[level.name.lower() for level in Level])
        parser.add_argument("--crs", default="auto", help="auto (as the file says), EPSG:4547, EPSG:4490, gcj02, bd09 ...")
        parser.add_argument("--layer", help="the layer of a GeoPackage that has several")
        parser.add_argument("--approximate", action="store_true", help="the outlines are not official, and shown so")
        parser.add_argument("--keep-names", action="store_true", help="known divisions keep their names")
        parser.add_argument("--parent-name", default="", help="name of the division around all of them, where it must be made")
        parser.add_argument("--swap-axes", action="store_true", help="the file has y (latitude) before x (longitude)")
        parser.add_argument("--create-communities", action="store_true", help="grids may lie in communities not known yet")
        parser.add_argument("--replace-drafts", action="store_true", help="drop earlier drafts of these communities")

    def act(self, **options: Any) -> Summary:
        """Import."""
        file = AreaFile(
            path=Path(options["file"]), level=Level[options["level"].upper()], crs=options["crs"], layer=options["layer"],
            approximate=options["approximate"], keep_names=options["keep_names"], swap_axes=options["swap_axes"],
            parent_name=options["parent_name"],
            create_communities=options["create_communities"], replace_drafts=options["replace_drafts"],
        )  # fmt: skip
        return import_areas(
            actor=SYSTEM_ACTOR, at=timezone.now(), file=file, skip_refused=options["skip_refused"], dry_run=options["dry_run"]
        )
