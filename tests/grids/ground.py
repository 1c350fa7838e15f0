"""A small district for tests of where (fictitious): district 440398, squares of 0.01 degrees from 114.30 E, 22.70 N.

Community 001 of street 001 has the squares (0..1, 0..1), community 002 the squares (2..3, 0..1).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.gis.geos import MultiPolygon, Polygon

from governance.access.actor import Actor, Held
from governance.access.roles import Role
from governance.codes import Level
from governance.ledger.models import Entry
from grids.actions import AreaFile, import_areas, publish_grids
from grids.actions.publishing import Published

NOON = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)
DISTRICT, STREET = "440398", "440398001"
ONE, TWO = f"{STREET}001", f"{STREET}002"
WEST, SOUTH, STEP = 114.30, 22.70, 0.01

REGISTRAR = Actor(7001, "Rita", (Held(Role.REGISTRAR, DISTRICT),))
CAROL = Actor(7002, "Carol", (Held(Role.REGISTRAR, "440397"),))
BOB = Actor(7003, "Bob", (Held(Role.GRID_WORKER, f"{ONE}001"),))

Ring = list[list[float]]


def later(minutes: int = 1) -> datetime:
    """Some minutes past noon."""
    return NOON + timedelta(minutes=minutes)


def ring(column: float, row: float, width: float = 1, height: float = 1) -> Ring:
    """A rectangle of squares as a closed ring."""
    west, south = round(WEST + column * STEP, 7), round(SOUTH + row * STEP, 7)
    east, north = round(WEST + (column + width) * STEP, 7), round(SOUTH + (row + height) * STEP, 7)
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def area(column: float, row: float, width: float = 1, height: float = 1) -> MultiPolygon:
    """The same as it is stored."""
    return MultiPolygon(Polygon([tuple(pair) for pair in ring(column, row, width, height)]), srid=4326)


def middle(column: float, row: float) -> tuple[float, float]:
    """The middle of a square."""
    return round(WEST + (column + 0.5) * STEP, 7), round(SOUTH + (row + 0.5) * STEP, 7)


def feature(code: object, name: str | None, rings: Any, **properties: Any) -> dict[str, Any]:
    """A GeoJSON feature with one ring, or with any geometry given as a mapping."""
    geometry = rings if isinstance(rings, Mapping) else {"type": "Polygon", "coordinates": [rings]}
    return {"type": "Feature", "properties": {"code": code, "name": name, **properties}, "geometry": geometry}


def geojson(folder: Path, features: Iterable[dict[str, Any]], *, name: str = "areas.geojson", crs: str | None = None) -> Path:
    """Write a FeatureCollection."""
    body: dict[str, Any] = {"type": "FeatureCollection", "features": list(features)}
    if crs:
        body["crs"] = {"type": "name", "properties": {"name": crs}}
    path = folder / name
    path.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
    return path


COMMUNITIES = [feature(ONE, "东社区", ring(0, 0, 2, 2)), feature(TWO, "西社区", ring(2, 0, 2, 2))]
FOUR = {f"{ONE}{n + 1:03d}": ring(n % 2, n // 2) for n in range(4)}
EIGHT = FOUR | {f"{TWO}{n + 1:03d}": ring(2 + n % 2, n // 2) for n in range(4)}


def import_communities(folder: Path) -> None:
    """The two communities with their outlines."""
    path = geojson(folder, COMMUNITIES, name="communities.geojson")
    import_areas(actor=REGISTRAR, at=NOON, file=AreaFile(path, Level.COMMUNITY))


def draw(folder: Path, grids: Mapping[str, Any], *, at: datetime = NOON) -> None:
    """Import grids as drafts, named after the last three digits."""
    path = geojson(folder, [feature(code, f"第{int(code[-3:])}网格", rings) for code, rings in grids.items()], name="grids.geojson")
    done = import_areas(actor=REGISTRAR, at=at, file=AreaFile(path, Level.GRID))
    assert not done.refused, done.refused


def publish(*, at: datetime = NOON, **options: Any) -> Published:
    """Publish the district."""
    return publish_grids(actor=REGISTRAR, at=at, code=DISTRICT, **options)


def found(folder: Path, grids: Mapping[str, Any] = EIGHT) -> None:
    """Communities, and these grids in force since noon."""
    import_communities(folder)
    draw(folder, grids)
    publish()


def entries(verb: str) -> Sequence[Entry]:
    """The ledger's entries of a verb, oldest first."""
    return list(Entry.objects.filter(verb=verb).order_by("id"))
