"""Load standards: conditions of categories with their limits."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from incidents.actions.catalogue import Loaded, load_standards
from incidents.management.loading import LoadCommand


class Command(LoadCommand):
    """As `load_categories`: a file of one's own needs --scheme."""

    help = "Load conditions and limits of the categories (导入立案标准)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose numbering, and where the limits of categories without a condition stand."""
        super().add_arguments(parser)
        parser.add_argument("--scheme", default="", help="gbt30428, cjt214 or a name of your own; needed for a file of your own")
        parser.add_argument(
            "--categories", type=Path, default=None, help="CSV of categories with default_limit, for those without a condition"
        )
        parser.add_argument("--overwrite", action="store_true", help="also rows that an administrator changed by hand")

    def load(self, options: dict[str, Any]) -> Loaded:
        """One call."""
        return load_standards(
            actor=SYSTEM_ACTOR,
            at=timezone.now(),
            file=options["file"],
            scheme=options["scheme"],
            categories=options["categories"],
            dry_run=options["dry_run"],
            overwrite=options["overwrite"],
        )
