"""Load the office's rules."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from incidents.actions.catalogue import Loaded, load_case_rules
from incidents.management.loading import LoadCommand


class Command(LoadCommand):
    """Columns name, amount, label, source."""

    help = "Load amounts of the office's rules (导入办理规则)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to write over changes made by hand."""
        super().add_arguments(parser)
        parser.add_argument("--overwrite", action="store_true", help="also rows that an administrator changed by hand")

    def load(self, options: dict[str, Any]) -> Loaded:
        """One call."""
        return load_case_rules(
            actor=SYSTEM_ACTOR, at=timezone.now(), file=options["file"], dry_run=options["dry_run"], overwrite=options["overwrite"]
        )
