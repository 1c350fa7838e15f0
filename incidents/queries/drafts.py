"""A report that is being written, as the search for duplicates takes it (草稿)."""

from collections.abc import Mapping
from typing import Any

from grids import queries as grids
from grids.geo import to_storage
from incidents.queries import reference
from incidents.triage.duplicates import Draft


def draft_from(*, category_id: int | None, text: str, place: str, point: Mapping[str, Any] | None, community: str) -> Draft:
    """The draft; a point of any datum is taken as WGS-84 degrees, one that is nowhere counts as none."""
    category = reference.categories().get(category_id or 0)
    if point is None:
        return Draft(category, community, text, place)
    lon, lat = to_storage(lon=point["lon"], lat=point["lat"], datum=point["datum"])
    found = grids.locate(lon=lon, lat=lat, accuracy_m=point.get("accuracy_m"))
    if found.kind == "nowhere":
        return Draft(category, community, text, place)
    return Draft(category, found.code or community, text, place, lon, lat)
