"""Open cases follow a redraw of grids (案件随网格调整): by their position, in the redraw's transaction, none is orphaned."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.contrib.gis.geos import MultiPolygon

from governance.access.actor import Actor
from governance.codes import Level
from governance.ledger.record import record
from grids import queries as grids
from incidents.models import Incident
from incidents.workflow import OPEN


def follow_grids(*, old: Mapping[str, str], new: Sequence[tuple[str, MultiPolygon]], actor: Actor, at: datetime) -> int:  # noqa: ARG001  (`new` is part of the protocol; `locate` answers with it)
    """Give each open case on an `old` code the grid that holds it now; one without a position goes where `old` says.

    Closed cases and all entries keep the code they had. Records incident.followed for each case that moved.
    """
    moved = 0
    cases = Incident.objects.select_for_update().filter(code__in=list(old), state__in=sorted(OPEN)).order_by("pk")
    for incident in cases:
        code = _code_now(incident, old)
        if code == incident.code:
            continue
        came_from, incident.code = incident.code, code
        incident.version += 1
        incident.save(update_fields=["code", "version"])
        detail = {"state": incident.state, "from_code": came_from, "code": code}
        record(
            actor=actor,
            verb="incident.followed",
            kind="incident",
            object_id=str(incident.pk),
            code=code,
            at=at,
            version=incident.version,
            detail=detail,
        )
        moved += 1
    return moved


def _code_now(incident: Incident, old: Mapping[str, str]) -> str:
    """The grid that holds the case's point now, the lowest code on a border; without one, where its old code's things go."""
    if incident.point is not None:
        found = grids.locate(lon=incident.point.x, lat=incident.point.y, accuracy_m=incident.accuracy_m)
        if found.kind in {"inside", "border"}:
            return found.common if found.uncertain and found.common else found.code
    return old[incident.code]


def code_in_force(incident: Incident) -> str:
    """Where a case that was closed stands now: its grid may have ended meanwhile, and an open case stands on one in force."""
    if len(incident.code) < Level.GRID or grids.current_grids().filter(code=incident.code).exists():
        return incident.code
    return _code_now(incident, {incident.code: incident.code[: Level.COMMUNITY]})
