"""Which grid a point is in (定位), from an index in memory that follows the published edition. PostGIS is the check."""

from dataclasses import dataclass
from typing import Literal

from django.contrib.gis.db.models.functions import AsWKB

from governance.codes import Level
from grids.geo import Kind, Locator
from grids.models import Layer
from grids.queries.divisions import at_level
from grids.queries.kept import Kept
from grids.queries.versions import current_grids

How = Literal["inside", "border", "area", "outside", "nowhere"]


@dataclass(frozen=True, slots=True)
class Located:
    """The answer for one point, in storage degrees.

    kind      inside (one grid holds it), border (several; the lowest code wins), area (no grid, but a community,
              street or district), outside (no area at all) or nowhere (no position: absent, NaN, zero island).
    code      15 digits for inside and border, else that of the narrowest area, "" outside and nowhere.
    others    the further grids on a border.
    uncertain the accuracy circle touches more than one grid, so none may be assigned by itself (B5): `common` is
              the narrowest code that all touched grids share.
    swapped   (lon, lat) the other way round, when only that way it lies in a known district (B3): a suggestion.
    """

    kind: How
    code: str = ""
    others: tuple[str, ...] = ()
    uncertain: bool = False
    common: str = ""
    swapped: tuple[float, float] | None = None


def _grid_locator() -> Locator:
    return Locator(cells=current_grids().values_list("code", AsWKB("area")))


def _area_locators() -> list[Locator]:
    """Narrowest level first: a point in no grid belongs to its community, else its street, else its district."""
    drawn = [at_level(level).filter(area__isnull=False) for level in (Level.COMMUNITY, Level.STREET, Level.DISTRICT)]
    return [Locator(cells=divisions.values_list("code", AsWKB("area"))) for divisions in drawn]


_grids = Kept(Layer.GRIDS, build=_grid_locator, truth=True)
_divisions = Kept(Layer.DIVISIONS, build=_area_locators, truth=True)


def locate(*, lon: float | None, lat: float | None, accuracy_m: float | None = None) -> Located:
    """Where a point lies. Degrees on WGS-84 = CGCS2000, accuracy as a radius in metres; every input has an answer.

    In a transaction the answer is the truth of that transaction (hold the map to keep it so, see `hold_map`); outside,
    it may be a second behind a publication.
    """
    locator = _grids.now()
    found = locator.locate(lon=lon, lat=lat)
    if found.kind is Kind.NOWHERE:
        return _nowhere(lon, lat)
    assert lon is not None
    assert lat is not None
    if found.kind is Kind.OUTSIDE:
        return _in_no_grid(lon, lat)
    touched: tuple[str, ...] = ()
    if accuracy_m is not None and accuracy_m > 0:
        touched = locator.touched(lon=lon, lat=lat, radius_m=accuracy_m)
    uncertain = len(touched) > 1
    how: How = "border" if found.kind is Kind.BORDER else "inside"
    return Located(how, found.code, found.others, uncertain, _common({found.code, *touched}))


def _in_no_grid(lon: float, lat: float) -> Located:
    for locator in _divisions.now():
        found = locator.locate(lon=lon, lat=lat)
        if found.code:
            return Located("area", found.code, found.others, common=found.code)
    return Located("outside", swapped=_swapped(lon, lat))


def _nowhere(lon: float | None, lat: float | None) -> Located:
    return Located("nowhere", swapped=None if lon is None or lat is None else _swapped(lon, lat))


def _swapped(lon: float, lat: float) -> tuple[float, float] | None:
    """The exchanged pair, when a grid or district holds it and not the pair as it came."""
    other = _grids.now().locate(lon=lat, lat=lon)
    if other.code or any(locator.locate(lon=lat, lat=lon).code for locator in _divisions.now()):
        return lat, lon
    return None


def _common(codes: set[str]) -> str:
    """The narrowest code of a level that all of them lie in; "" when they share not even a city."""
    first = min(codes)
    return next((first[:level] for level in sorted(Level, reverse=True) if all(code[:level] == first[:level] for code in codes)), "")
