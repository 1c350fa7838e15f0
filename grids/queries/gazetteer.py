"""Names and middles of areas by code (地名表), for cards, lists and counters on a map."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from governance.codes import Level, ancestors
from grids.models import Layer
from grids.queries.kept import Kept

# A grid that ended keeps the name and place of its last version: old cases still bear its code.
ENTRIES = """
SELECT code, name, ST_X(spot), ST_Y(spot) FROM (
  SELECT code, name, ST_PointOnSurface(coalesce(area, seat)) AS spot FROM grids_division WHERE code LIKE %(codes)s
  UNION ALL
  SELECT * FROM (SELECT DISTINCT ON (code) code, name, ST_PointOnSurface(area) FROM grids_grid
    WHERE code LIKE %(codes)s AND valid_from IS NOT NULL ORDER BY code, valid_from DESC) versions
) entries
"""


COMMITTEES = ("居民委员会", "村民委员会", "居委会", "村委会")
"""A community's division is named after its committee; the place is called without it."""


@dataclass(frozen=True, slots=True)
class Centre:
    """An area by its name and a point in it, in WGS-84 degrees."""

    code: str
    name: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    lon: float | None
    lat: float | None


_Page = dict[str, _Entry]
_pages: Kept[dict[str, _Page]] = Kept(Layer.DIVISIONS, Layer.GRIDS, build=dict)


def names(codes: Iterable[str]) -> dict[str, str]:
    """The name of each code that was asked for: of a division, or of a grid, in force or the last one under that code.

    Every code has an answer: one without a name of its own has that of the narrowest area around it, else the code
    itself. At most one query for each district, once per edition.
    """
    return {code: next((entry.name for _code, entry in _upwards(code)), code) for code in codes}


def is_area(code: str) -> bool:
    """Whether a division or a grid, in force or ended, has this code of its own."""
    return code in _page(code[: Level.DISTRICT])


def full_name(code: str) -> str:
    """The name for a card: a grid with its community, a community with its street, else the name alone.

    A grid whose own name begins with its community's (六联社区第1网格) is not named after it twice.
    """
    around = code[: Level.COMMUNITY if len(code) == Level.GRID else Level.STREET]
    found = names([code, around])
    own, wider = found[code], found[around]
    for committee in COMMITTEES:
        wider = wider.removesuffix(committee)
    return own if around == code or own.startswith(wider) else f"{wider}{own}"


def centre_of(code: str) -> Centre | None:
    """The name of a code and a point in it; in the narrowest area around it that is drawn. None when none is."""
    for _above, entry in _upwards(code):
        if entry.lon is not None and entry.lat is not None:
            return Centre(code, names([code])[code], entry.lon, entry.lat)
    return None


def _upwards(code: str) -> Iterable[tuple[str, _Entry]]:
    """What is known of the code, then of the areas around it."""
    for above in dict.fromkeys((code, *reversed(ancestors(code)))):
        entry = _page(above[: Level.DISTRICT]).get(above)
        if entry is not None:
            yield above, entry


def _page(district: str) -> _Page:
    """All entries of a district; a city has a page of its own."""
    pages = _pages.now()
    page = pages.get(district)
    if page is None:
        pattern = f"{district}%" if len(district) == Level.DISTRICT else district
        with connection.cursor() as cursor:
            cursor.execute(ENTRIES, {"codes": pattern})
            page = {code: _Entry(name, lon, lat) for code, name, lon, lat in cursor.fetchall()}
        pages[district] = page
    return page
