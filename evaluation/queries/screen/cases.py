"""Cases of the last nine weeks by place, day and kind (热点的底数), for the scan."""

from datetime import date, datetime, timedelta

from django.db import connection

from evaluation.queries.screen.days import midnight
from evaluation.scan import Place, Seen
from grids import queries as grids
from incidents.clock import SHANGHAI

WEEKS = 9
"""This week, and eight before it to compare with."""
CASES = """
SELECT incident.code, category.kind || '.' || category.major_code, (incident.received_at AT TIME ZONE 'Asia/Shanghai')::date
FROM incidents_incident incident JOIN incidents_category category ON category.id = incident.category_id
WHERE incident.received_at >= %(since)s AND incident.received_at < %(until)s AND incident.code LIKE %(within)s
  AND length(incident.code) >= 12 AND incident.state <> 'merged' AND incident.parent_id IS NULL
"""


def last_day(at: datetime) -> date:
    """The last day that is over."""
    return at.astimezone(SHANGHAI).date() - timedelta(days=1)


def cases_of(*, district: str, at: datetime) -> tuple[list[Place], list[str], list[Seen]]:
    """Places with a point on the map, kinds, and the cases by their indexes; a case that became another's is not counted twice."""
    last = last_day(at)
    first = last - timedelta(days=WEEKS * 7 - 1)
    with connection.cursor() as cursor:
        cursor.execute(CASES, {"since": midnight(first), "until": midnight(last + timedelta(days=1)), "within": f"{district}%"})
        rows = cursor.fetchall()
    centres = {code: grids.centre_of(code) for code in sorted({row[0] for row in rows})}
    places = [Place(code, one.lon, one.lat) for code, one in centres.items() if one is not None]
    kinds = sorted({row[1] for row in rows})
    place_of = {one.code: index for index, one in enumerate(places)}
    kind_of = {kind: index for index, kind in enumerate(kinds)}
    return places, kinds, [Seen(place_of[code], kind_of[kind], (last - day).days) for code, kind, day in rows if code in place_of]
