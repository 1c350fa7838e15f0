"""The data files that come with the project are whole and fit each other."""

import csv
from pathlib import Path

from grids.demo.district import communities
from grids.geo import open_source, read_areas

DATA = Path(__file__).resolve().parents[3] / "grids" / "data"


def rows(name):
    with (DATA / "divisions" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_divisions_hang_together():
    districts, streets, places = rows("districts.csv"), rows("streets.csv"), rows("communities.csv")
    assert (len(districts), len(streets), len(places)) == (4, 47, 777)
    assert {street["district_code"] for street in streets} == {district["district_code"] for district in districts}
    assert {place["street_code"] for place in places} <= {street["street_code"] for street in streets}
    assert all(place["community_code"].startswith(place["street_code"]) for place in places)
    assert all(street["street_code"].startswith(street["district_code"]) for street in streets)


def test_the_approximate_communities_are_communities_of_the_district_and_say_they_are_approximate():
    known = {place["community_code"]: place["community_name"] for place in rows("communities.csv") if place["district_code"] == "440310"}
    assert len(known) == 25
    assert len(communities()) == 23
    assert all(known[place.code].startswith(place.name) for place in communities())
    source = open_source(path=DATA / "pingshan" / "communities_approximate_wgs84.geojson")
    assert all("NOT an official boundary" in str(row.properties["derived"]) for row in read_areas(source=source).rows)


def test_each_folder_of_data_has_its_licence():
    for folder in (path for path in DATA.iterdir() if path.is_dir()):
        assert list(folder.glob("LICENSE*")), folder.name
