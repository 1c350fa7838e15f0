"""GCJ-02 and BD-09 against published values, and there and back again."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grids.geo import Datum, UnknownDatum, from_storage, to_storage
from grids.geo.datum import gcj02_to_bd09, in_china

MICRODEGREE = 1e-6  # 0.11 m
lons_in_china = st.floats(72.2, 137.6)
lats_in_china = st.floats(1.0, 55.6)
shifted = st.sampled_from([Datum.GCJ02, Datum.BD09])


@pytest.mark.parametrize(
    ("lon", "lat", "expected"),
    [(116.404, 39.915, (116.410244, 39.916404)), (114.3463, 22.6906, (114.351216, 22.687888))],
)
def test_b4_wgs84_to_gcj02_gives_the_published_values(lon, lat, expected):
    assert from_storage(lon=lon, lat=lat, datum=Datum.GCJ02) == pytest.approx(expected, abs=MICRODEGREE)


def test_b4_gcj02_to_bd09_gives_the_published_value():
    assert gcj02_to_bd09(lon=116.404, lat=39.915) == pytest.approx((116.410369, 39.921337), abs=MICRODEGREE)


def test_b4_a_gcj02_point_is_stored_where_it_really_is():
    assert to_storage(lon=116.410244, lat=39.916404, datum="gcj02") == pytest.approx((116.404, 39.915), abs=MICRODEGREE)


@given(lon=lons_in_china, lat=lats_in_china, datum=shifted)
def test_b4_there_and_back_is_under_a_tenth_of_a_metre(lon, lat, datum):
    drawn = from_storage(lon=lon, lat=lat, datum=datum)
    assert drawn != (lon, lat)
    assert to_storage(lon=drawn[0], lat=drawn[1], datum=datum) == pytest.approx((lon, lat), abs=MICRODEGREE)


@given(lon=lons_in_china, lat=lats_in_china, datum=shifted)
def test_b4_back_and_there_is_under_a_tenth_of_a_metre(lon, lat, datum):
    stored = to_storage(lon=lon, lat=lat, datum=datum)
    assert from_storage(lon=stored[0], lat=stored[1], datum=datum) == pytest.approx((lon, lat), abs=MICRODEGREE)


@given(lon=st.floats(-180, 180), lat=st.floats(-90, 90), datum=shifted)
def test_b4_outside_china_nothing_moves(lon, lat, datum):
    if not in_china(lon=lon, lat=lat):
        assert to_storage(lon=lon, lat=lat, datum=datum) == (lon, lat)
        assert from_storage(lon=lon, lat=lat, datum=datum) == (lon, lat)


@pytest.mark.parametrize("datum", ["wgs84", "cgcs2000", "WGS84", Datum.CGCS2000])
def test_wgs84_and_cgcs2000_are_stored_unchanged(datum):
    assert to_storage(lon=114.3, lat=22.7, datum=datum) == (114.3, 22.7)


@pytest.mark.parametrize("datum", [None, "", "beijing54", "4326", "gcj"])
def test_b4_an_unknown_datum_is_refused(datum):
    with pytest.raises(UnknownDatum) as refused:
        to_storage(lon=114.3, lat=22.7, datum=datum)
    assert refused.value.payload()["code"] == "unknown_datum"


def test_conversions_agree_with_seats_known_in_two_datums(shared):
    rows = csv.DictReader(shared("pingshan/community_points.csv").open(encoding="utf-8"))
    known = [row for row in rows if row["note"].startswith("A (BD-09) agrees")]
    assert len(known) >= 10
    for row in known:
        stored = to_storage(lon=float(row["src_a_bd09_lng"]), lat=float(row["src_a_bd09_lat"]), datum="bd09")
        assert stored == pytest.approx((float(row["wgs84_lng"]), float(row["wgs84_lat"])), abs=2e-6)
