"""Load statutory holidays and make-up working days."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access.actor import SYSTEM_ACTOR
from incidents.actions.catalogue import Loaded, load_calendar
from incidents.actions.passing import recompute_deadlines
from incidents.management.loading import LoadCommand


class Command(LoadCommand):
    """Each year anew, from the State Council's notice: columns date, kind (holiday, workday_makeup), name."""

    help = "Load holidays and make-up working days (导入节假日与调休)"

    def load(self, options: dict[str, Any]) -> Loaded:
        """One call."""
        loaded = load_calendar(actor=SYSTEM_ACTOR, at=timezone.now(), file=options["file"], dry_run=options["dry_run"])
        if loaded.written and loaded.touched:
            moved = recompute_deadlines(at=timezone.now())
            self.stderr.write(_("按新日历重新计算：%(n)d 个截止时间有变化。") % {"n": moved})
        return loaded
