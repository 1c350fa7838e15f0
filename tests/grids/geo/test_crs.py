"""Naming a reference system, and choosing one when the file and the person both name one."""

import numpy as np
import pytest

from grids.geo import FileRefused
from grids.geo.crs import crs_named, crs_to_use

PINGSHAN = (114.35, 22.69)
# the same point on the 3-degree Gauss-Kruger belt of 114 E (EPSG:4547), metres, by the Krueger series and not by PROJ
PINGSHAN_4547 = (535964.4633, 2510249.9783)
WGS84, CGCS2000, GAUSS, GCJ02 = crs_named("4326"), crs_named("4490"), crs_named("4547"), crs_named("gcj02")


@pytest.mark.parametrize(
    "name", ["4547", "EPSG:4547", "epsg:4547", "urn:ogc:def:crs:EPSG::4547", "http://www.opengis.net/def/crs/EPSG/0/4547", " EPSG:4547 "]
)
def test_b10_a_system_is_known_by_its_common_names(name):
    assert crs_named(name) == GAUSS


@pytest.mark.parametrize(
    ("name", "datum"),
    [
        ("4326", "wgs84"),
        ("4490", "cgcs2000"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "wgs84"),
        ("CGCS2000", "cgcs2000"),
        ("GCJ-02", "gcj02"),
        ("bd09", "bd09"),
        ("WGS84", "wgs84"),
    ],
)
def test_b10_degrees_are_known_by_their_datum(name, datum):
    assert crs_named(name).datum == datum


@pytest.mark.parametrize("name", ["EPSG:999999", "local", "mars", "/etc/passwd", "http://example.org/crs.wkt", "45471"])
def test_b10_an_unknown_system_is_refused_by_name(name):
    with pytest.raises(FileRefused) as refused:
        crs_named(name)
    assert refused.value.code == "crs_unknown"
    assert name in str(refused.value)


@pytest.mark.parametrize("name", ["4610", "4214", "2362"])
def test_b4_datums_with_unpublished_parameters_are_refused(name):
    with pytest.raises(FileRefused) as refused:
        crs_named(name)
    assert refused.value.code == "datum_needs_parameters"


def test_b10_gauss_kruger_metres_become_degrees():
    assert GAUSS.conversion()(np.array([PINGSHAN_4547]))[0] == pytest.approx(PINGSHAN, abs=1e-8)


def test_b10_web_mercator_metres_become_degrees():
    radius = 6378137.0
    x = radius * np.radians(PINGSHAN[0])
    y = radius * np.log(np.tan(np.pi / 4 + np.radians(PINGSHAN[1]) / 2))
    assert crs_named("3857").conversion()(np.array([[x, y]]))[0] == pytest.approx(PINGSHAN, abs=1e-9)


def test_metres_that_no_projection_has_become_no_number():
    assert np.isnan(GAUSS.conversion()(np.array([[1e9, 5e9]]))).all()


def test_b10_a_declared_system_that_misplaces_the_file_is_a_conflict():
    with pytest.raises(FileRefused) as refused:
        crs_to_use(declared=crs_named("4548"), in_file=GAUSS, assumed=None, probe=PINGSHAN_4547)
    assert refused.value.code == "crs_conflict"
    assert "EPSG:4548" in str(refused.value)
    assert "EPSG:4547" in str(refused.value)


def test_b10_a_declared_system_that_says_the_same_is_no_conflict():
    use = crs_to_use(declared=CGCS2000, in_file=WGS84, assumed=None, probe=PINGSHAN)
    assert (use.declared, use.in_file) == ("EPSG:4490", "EPSG:4326")
    assert crs_to_use(declared=crs_named("4547"), in_file=GAUSS, assumed=None, probe=PINGSHAN_4547).used == GAUSS


def test_b4_gcj02_declared_over_a_wgs84_label_is_believed_and_remarked():
    use = crs_to_use(declared=GCJ02, in_file=WGS84, assumed=None, probe=PINGSHAN)
    assert use.used == GCJ02
    assert "EPSG:4326" in use.remark


def test_b4_gcj02_declared_over_metres_is_a_conflict():
    with pytest.raises(FileRefused) as refused:
        crs_to_use(declared=GCJ02, in_file=GAUSS, assumed=None, probe=PINGSHAN_4547)
    assert refused.value.code == "crs_conflict"


def test_b4_a_file_that_says_nothing_needs_a_declaration():
    with pytest.raises(FileRefused) as refused:
        crs_to_use(declared=None, in_file=None, assumed=None, probe=PINGSHAN)
    assert refused.value.code == "crs_missing"
    assert crs_to_use(declared=GAUSS, in_file=None, assumed=None, probe=None).used == GAUSS


def test_what_the_format_prescribes_is_used_and_remarked():
    use = crs_to_use(declared=None, in_file=None, assumed=WGS84, probe=PINGSHAN)
    assert use.used == WGS84
    assert use.remark
