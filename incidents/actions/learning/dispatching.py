"""Dispatching by permission (自动派遣): only what an administrator allowed, and only where nothing speaks for a second look."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from governance.access.actor import SYSTEM_ACTOR
from governance.errors import Refused
from incidents.actions.desk import dispatch_incident
from incidents.models import AutoDispatch, Incident, Placing
from incidents.queries import reference
from incidents.triage.auto import unit_to_dispatch
from incidents.triage.duplicates import draft_of, likely_duplicates
from incidents.triage.likeness import LIKELY
from incidents.workflow import State

RECENT = timedelta(days=1)
PAUSE = timedelta(minutes=1)
"""So long a case waits for a person first: a photo may still come, a mistake may be taken back."""

MOST = 200


def dispatch_allowed(*, at: datetime) -> list[Incident]:
    """Dispatch the new cases that a permission covers, each in a transaction of its own; returns them.

    Left to a dispatcher: a case without a place of its own, one that is likely a duplicate, one that came back once, and all
    that waited longer than a day when the permission was given. Records what a dispatch by hand records, by the system.
    """
    allowed = list(AutoDispatch.objects.values_list("category_id", flat=True))
    if not allowed:
        return []
    waiting = Incident.objects.filter(
        category__in=allowed, state__in=[State.REPORTED, State.FILED], placing=Placing.INSIDE, returns=0, reworks=0, verified="",
        received_at__gt=at - RECENT, received_at__lte=at - PAUSE, closed_at=None, dispatched_at=None,
    ).order_by("received_at", "id")[:MOST]  # fmt: skip
    return [done for incident in waiting if (done := _dispatched(incident, at)) is not None]


def _dispatched(incident: Incident, at: datetime) -> Incident | None:
    category = reference.categories()[incident.category_id]
    chosen = unit_to_dispatch(category=category, code=incident.code, source=incident.source, at=at)
    if chosen is None:
        return None
    alike = likely_duplicates(draft=draft_of(incident, category), at=incident.received_at, limit=1)
    if alike and alike[0].score >= LIKELY:
        return None
    said = _("按许可自动派遣：同类案件 %(of)d 件中 %(n)d 件由该单位办理。") % {"of": chosen.of_past, "n": chosen.n_past}
    try:
        return dispatch_incident(
            actor=SYSTEM_ACTOR, incident_id=incident.pk, version=incident.version, at=at, unit_id=chosen.unit_id, opinion=said
        )
    except Refused:  # somebody was faster, or the unit does not serve the place after all: a dispatcher decides
        return None
