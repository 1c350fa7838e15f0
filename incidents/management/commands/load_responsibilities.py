"""Load who answers for what where."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from incidents.actions.catalogue import Loaded, load_responsibilities
from incidents.management.loading import LoadCommand


class Command(LoadCommand):
    """Columns kind, major_code, minor_code (empty: the whole major), code (an area), unit (its name)."""

    help = "Load the list of responsibilities (导入权责清单)"
    has_shipped_file = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose numbering the category codes follow."""
        super().add_arguments(parser)
        parser.add_argument("--scheme", default="", help="gbt30428, cjt214 or a name of your own")

    def load(self, options: dict[str, Any]) -> Loaded:
        """One call."""
        return load_responsibilities(
            actor=SYSTEM_ACTOR, at=timezone.now(), file=options["file"], scheme=options["scheme"], dry_run=options["dry_run"]
        )
