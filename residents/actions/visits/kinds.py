"""Loads the kinds of visits with their cycles (走访类别)."""

from datetime import datetime

from django.db import transaction

from governance.access import policy
from governance.access.actor import Actor
from governance.ledger.record import record
from residents.declaration.files import rows
from residents.models import VisitKind


@transaction.atomic
def load_visit_kinds(*, actor: Actor, at: datetime) -> int:
    """Bring the shipped kinds in; a cycle that an office changed stays. Returns how many were added. Records visit_kinds.loaded."""
    policy.require(actor, "visit_kind.load", None)
    known = set(VisitKind.objects.values_list("key", flat=True))
    fresh = [
        VisitKind(key=row["key"], label=row["label"], label_en=row["label_en"], cycle_days=int(row["cycle_days"]))
        for row in rows("visit_kinds.csv")
        if row["key"] not in known
    ]
    if fresh:
        VisitKind.objects.bulk_create(fresh)
        keys = [one.key for one in fresh]
        record(actor=actor, verb="visit_kinds.loaded", kind="visit_kind", object_id="", code="", at=at, detail={"kinds": keys})
    return len(fresh)
