"""The questions about where (网格查询), by the one who asks: a place, a code, a map, a keeper of grids."""

from grids.queries.areas import areas_geojson, grid_card, neighbours
from grids.queries.buildings import building_by_code, buildings_by_code, buildings_of, dwellings_of
from grids.queries.coverage import Gap, Soundness, soundness
from grids.queries.divisions import at_level, community_by_code, division_rows, divisions_in, home_code, nearest_district
from grids.queries.editions import edition, editions
from grids.queries.gazetteer import Centre, centre_of, full_name, is_area, names
from grids.queries.holding import HOLD_MAP, hold_map
from grids.queries.keeping import KeptCommunity, KeptDistrict, kept_communities, kept_districts
from grids.queries.kept import forget
from grids.queries.locating import Located, locate
from grids.queries.patrols import (
    coverage_of,
    days_present,
    last_positions,
    nearest_on_duty,
    open_patrol,
    patrol_plan,
    points_to_print,
    walk_of,
    walked_km,
)
from grids.queries.places import Place, find_place
from grids.queries.standing import counted_by_building
from grids.queries.tiles import tile, tile_edition
from grids.queries.versions import covering, current_grids, draft_grids, grid_at, grids_of, publications, versions_of

__all__ = [
    "HOLD_MAP",
    "Centre",
    "Gap",
    "KeptCommunity",
    "KeptDistrict",
    "Located",
    "Place",
    "Soundness",
    "areas_geojson",
    "at_level",
    "building_by_code",
    "buildings_by_code",
    "buildings_of",
    "centre_of",
    "community_by_code",
    "counted_by_building",
    "coverage_of",
    "covering",
    "current_grids",
    "days_present",
    "division_rows",
    "divisions_in",
    "draft_grids",
    "dwellings_of",
    "edition",
    "editions",
    "find_place",
    "forget",
    "full_name",
    "grid_at",
    "grid_card",
    "grids_of",
    "hold_map",
    "home_code",
    "is_area",
    "kept_communities",
    "kept_districts",
    "last_positions",
    "locate",
    "names",
    "nearest_district",
    "nearest_on_duty",
    "neighbours",
    "open_patrol",
    "patrol_plan",
    "points_to_print",
    "publications",
    "soundness",
    "tile",
    "tile_edition",
    "versions_of",
    "walk_of",
    "walked_km",
]
