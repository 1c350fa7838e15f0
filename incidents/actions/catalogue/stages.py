"""Loading the limits of the stages (导入环节时限)."""

from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from governance.access.actor import Actor
from incidents.actions.catalogue.cells import cell, plain
from incidents.actions.catalogue.merging import loading, merge, read
from incidents.actions.catalogue.shipped import SHIPPED
from incidents.actions.catalogue.summary import LineRefused, Loaded
from incidents.models import StageLimit
from incidents.tables import Row, Table
from incidents.workflow import OPEN, WITH_UNIT

COLUMNS = ("state", "minutes")
LONGEST = 60 * 24 * 365
COUNTED = OPEN - WITH_UNIT
"""While a unit holds a case its standard's limit counts, not minutes of a stage."""


def load_stage_limits(*, actor: Actor, at: datetime, file: Path | None = None, dry_run: bool = False, overwrite: bool = False) -> Loaded:
    """Add and change how many minutes each stage may take; none is removed. Records catalogue.loaded."""

    def fill(table: Table, loaded: Loaded) -> None:
        wanted = read(table=table, loaded=loaded, make=_limit, key=_key)
        known = list(StageLimit.objects.select_for_update())
        merge(loaded=loaded, wanted=wanted, known=known, key=_key, fields=("minutes", "source"), overwrite=overwrite)

    return loading(
        what="stage_limits", actor=actor, at=at, file=file or SHIPPED["stage_limits"], required=COLUMNS, dry_run=dry_run, fill=fill
    )


def _key(limit: StageLimit) -> str:
    return limit.state


def _limit(row: Row) -> StageLimit:
    state, minutes = plain(row.values["state"]).lower(), plain(row.values["minutes"])
    if state not in COUNTED:
        raise LineRefused(_("state 应为 %(known)s 之一。") % {"known": "、".join(sorted(COUNTED))})
    if not (minutes.isascii() and minutes.isdigit() and 0 < int(minutes[:9]) <= LONGEST):
        raise LineRefused(_("minutes 应为 1 到 %(most)d 的整数。") % {"most": LONGEST})
    return StageLimit(state=state, minutes=int(minutes), source=cell(row, "source", most=200, needed=False))
