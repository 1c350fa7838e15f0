"""Which building stands at a point (点上的楼栋): the one around it, else the nearest within some metres."""

from collections.abc import Sequence

from django.db import connection

REACH_M = 30
METRES_PER_DEGREE = 100_000  # at least, at any latitude of the country; the box only has to be large enough
NEAREST = """
SELECT building.id, count(*) FROM unnest(%(lons)s::float8[], %(lats)s::float8[]) AS given (lon, lat)
CROSS JOIN LATERAL (SELECT ST_SetSRID(ST_MakePoint(lon, lat), 4326) AS point) at
CROSS JOIN LATERAL (
  SELECT id, footprint FROM grids_building WHERE footprint && ST_Expand(at.point, %(reach)s::float8 / %(metres)s)
  ORDER BY footprint <-> at.point, id LIMIT 1
) building
WHERE ST_DWithin(building.footprint::geography, at.point::geography, %(reach)s) GROUP BY 1
"""


def counted_by_building(points: Sequence[tuple[float, float]]) -> dict[int, int]:
    """How many of the points (lon, lat in WGS-84 degrees) belong to each building. One statement."""
    if not points:
        return {}
    values = {"lons": [one[0] for one in points], "lats": [one[1] for one in points], "reach": REACH_M, "metres": METRES_PER_DEGREE}
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, values)  # type: ignore[arg-type]
        return dict(cursor.fetchall())
