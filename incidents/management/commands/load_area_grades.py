"""Load area grades."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from incidents.actions.catalogue import Loaded, load_area_grades
from incidents.management.loading import LoadCommand


class Command(LoadCommand):
    """Columns code, grade, source."""

    help = "Load grades of areas (导入区域等级)"
    has_shipped_file = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to write over changes made by hand."""
        super().add_arguments(parser)
        parser.add_argument("--overwrite", action="store_true", help="also rows that an administrator changed by hand")

    def load(self, options: dict[str, Any]) -> Loaded:
        """One call."""
        return load_area_grades(
            actor=SYSTEM_ACTOR, at=timezone.now(), file=options["file"], dry_run=options["dry_run"], overwrite=options["overwrite"]
        )
