"""breach_query SINCE UNTIL: who read which person in a period, as JSON lines of ids."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from residents.actions.keeping import breach_query


class Command(BaseCommand):
    """Who looked at whom (泄露排查)."""

    help = "list who read which person in a period"

    def add_arguments(self, parser: CommandParser) -> None:
        """The period in ISO form with a zone; one viewer or one person if wanted."""
        parser.add_argument("since", type=datetime.fromisoformat)
        parser.add_argument("until", type=datetime.fromisoformat)
        parser.add_argument("--actor", type=int)
        parser.add_argument("--resident", type=UUID)

    def handle(self, *_args: Any, **options: Any) -> None:
        """One line for each person seen."""
        rows = breach_query(
            actor=SYSTEM_ACTOR, since=options["since"], until=options["until"], at=timezone.now(), of_actor=options["actor"],
            of_resident=options["resident"],
        )  # fmt: skip
        for row in rows:
            self.stdout.write(json.dumps(row, default=str))
