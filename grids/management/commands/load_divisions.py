"""Load tables of divisions: cities, districts, streets, communities."""

from pathlib import Path
from typing import Any

from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from grids.actions import load_divisions
from grids.management.answering import ImportCommand
from grids.summary import Summary


class Command(ImportCommand):
    """`manage load_divisions FILE.csv`. The same file again changes nothing."""

    help = "Load a table of divisions (行政区划代码表): columns such as street_code, street_name, community_code, community_name"

    def act(self, **options: Any) -> Summary:
        """Load."""
        return load_divisions(
            actor=SYSTEM_ACTOR, at=timezone.now(), file=Path(options["file"]),
            skip_refused=options["skip_refused"], dry_run=options["dry_run"],
        )  # fmt: skip
