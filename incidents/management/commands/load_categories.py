"""Load categories of components and events."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from incidents.actions.catalogue import Loaded, load_categories
from incidents.management.loading import LoadCommand


class Command(LoadCommand):
    """A file that did not come with the program needs --scheme: event majors 04 and 05 differ between the numberings."""

    help = "Load the categories of events and components (导入事项类别)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose numbering the file follows."""
        super().add_arguments(parser)
        parser.add_argument("--scheme", default="", help="gbt30428, cjt214 or a name of your own; needed for a file of your own")
        parser.add_argument("--overwrite", action="store_true", help="also rows that an administrator changed by hand")

    def load(self, options: dict[str, Any]) -> Loaded:
        """One call."""
        return load_categories(
            actor=SYSTEM_ACTOR,
            at=timezone.now(),
            file=options["file"],
            scheme=options["scheme"],
            dry_run=options["dry_run"],
            overwrite=options["overwrite"],
        )
