"""The handling deadline of a case (处置时限)."""

from datetime import datetime, timedelta

from incidents.clock import Limit, due
from incidents.models import Incident, Standard
from incidents.queries import reference

WITHOUT_STANDARD = timedelta(days=5)
"""For categories that have no limit yet: five days, nights and weekends counted. A proposal, not a rule of any city."""


def handling_deadline(*, incident: Incident, at: datetime) -> tuple[datetime, str]:
    """When the unit must have fed back, and the version of the calendar it was computed with."""
    standard = _standard(incident)
    if standard is None:
        return at + WITHOUT_STANDARD, ""
    answer = due(start=at, limit=Limit.parse(standard.limit), calendar=reference.calendar())
    return answer.at, answer.calendar_version


def _standard(incident: Incident) -> Standard | None:
    for standard in reference.standards().get(incident.category_id, []):
        if standard.pk == incident.standard_id:
            return standard
    return reference.default_standard(incident.category_id)
