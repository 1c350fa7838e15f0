"""Load statutory holidays and make-up working days."""

from typing import Any

from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from incidents.actions.catalogue import Loaded, load_calendar
from incidents.management.loading import LoadCommand


class Command(LoadCommand):
    """Each year anew, from the State Council's notice: columns date, kind (holiday, workday_makeup), name."""

    help = "Load holidays and make-up working days (导入节假日与调休)"

    def load(self, options: dict[str, Any]) -> Loaded:
        """One call."""
        return load_calendar(actor=SYSTEM_ACTOR, at=timezone.now(), file=options["file"], dry_run=options["dry_run"])
