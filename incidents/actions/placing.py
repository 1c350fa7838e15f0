"""Where a report is: a point in a grid, a community by name, or outside (定位). Never a reason to refuse a report."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from governance.access.actor import Actor
from governance.codes import Level
from governance.errors import Invalid
from grids import queries as grids
from grids.geo import to_storage
from incidents.models import Placing

if TYPE_CHECKING:
    from incidents.actions.report import Report


@dataclass(frozen=True, slots=True)
class Place:
    """The code a case belongs to, how that was found, and its point in WGS-84 with what was sent."""

    code: str
    placing: str
    lon: float | None = None
    lat: float | None = None
    original: dict[str, Any] | None = None


class NoPosition(Invalid):
    """What was sent as a position is none: (0, 0), or beyond the ranges of degrees (B2)."""

    def __init__(self, original: dict[str, Any] | None) -> None:
        super().__init__(fields={"point": [_("这不是有效的位置。")]})
        self.original = original


def place_of(*, report: "Report", actor: Actor) -> Place:
    """A point decides; without one the named community; without both the reporter's own area."""
    original: dict[str, Any] | None = None
    if report.lon is not None and report.lat is not None:
        try:
            return place_point(lon=report.lon, lat=report.lat, datum=report.datum, accuracy_m=report.accuracy_m, community=report.community)
        except NoPosition as nowhere:  # 0,0 or beyond the globe: no position, the report is taken all the same (B2)
            original = nowhere.original
    if report.community:
        if grids.community_by_code(report.community) is None:
            raise Invalid(fields={"community": [_("没有这个社区。")]})
        return Place(report.community, Placing.COMMUNITY, original=original)
    own = max((post.code for post in actor.posts), key=len, default="")
    return Place(own[: Level.COMMUNITY] or grids.home_code(), Placing.NOWHERE, original=original)


def place_point(*, lon: float, lat: float, datum: str, accuracy_m: float | None, community: str = "") -> Place:
    """Convert to WGS-84 and find the grid. Outside every area it goes to the nearest district's queue (B1).

    A circle of accuracy that crosses grids gives the code that they share (B5). What was sent is kept beside, with
    the swapped pair when only that one lies in a district (B3): a suggestion that a person takes or leaves.
    """
    stored_lon, stored_lat = to_storage(lon=lon, lat=lat, datum=datum)
    found = grids.locate(lon=stored_lon, lat=stored_lat, accuracy_m=accuracy_m)
    original: dict[str, Any] | None = None if datum == "wgs84" else {"lon": lon, "lat": lat, "datum": datum}
    if found.swapped is not None:
        original = (original or {}) | {"suggested": list(found.swapped)}
    if found.kind == "nowhere":
        raise NoPosition(original)
    if found.kind in {"inside", "border"}:
        code = found.common if found.uncertain and len(found.common) >= Level.DISTRICT else found.code
        return Place(code, found.kind, stored_lon, stored_lat, original)
    if found.kind == "area":
        return Place(found.code, Placing.COMMUNITY, stored_lon, stored_lat, original)
    if community and grids.community_by_code(community) is not None:
        return Place(community, Placing.OUTSIDE, stored_lon, stored_lat, original)
    return Place(grids.nearest_district(lon=stored_lon, lat=stored_lat), Placing.OUTSIDE, stored_lon, stored_lat, original)
