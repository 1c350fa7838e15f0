"""Coordinate reference systems of files (坐标参考系): naming them, choosing one, carrying coordinates to storage.

Storage is longitude/latitude on WGS-84 = CGCS2000 (SRID 4326), x before y. EPSG systems go through PROJ; the two
shifted systems through `datum`. A system is never guessed from the numbers.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from math import hypot

import numpy as np
from django.contrib.gis.gdal import CoordTransform, GDALException, OGRGeometry, SpatialReference
from django.utils.translation import gettext as _
from shapely import LineString, from_wkb, get_coordinates, to_wkb

from grids.geo.datum import Datum, Pair, to_storage
from grids.geo.measure import Floats, metres_per_degree
from grids.geo.refusals import FileRefused

EPSG = re.compile(r"(?:EPSG(?:::?|/)(?:[\d.]+[:/]|:)?|^)(\d{4,6})$", re.IGNORECASE)
DEGREES = ("WGS_1984", "China_2000")  # datums whose degrees are stored unchanged
SECRET_DATUMS = ("xian", "beijing")  # Xi'an 1980, Beijing 1954: PROJ would misplace them by up to 100 m
NAMES = {
    "wgs84": Datum.WGS84,
    "crs84": Datum.WGS84,
    "cgcs2000": Datum.CGCS2000,
    "gcj02": Datum.GCJ02,
    "bd09": Datum.BD09,
    "bd09ll": Datum.BD09,
}
AGREEMENT = 1.0  # metres: two systems that place the file closer than this are the same for our purpose

Conversion = Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True)
class Crs:
    """One system: its name for people, and either the datum of its degrees or its definition for PROJ (WKT)."""

    name: str
    datum: Datum | None
    wkt: str = ""

    @property
    def shifted(self) -> bool:
        """GCJ-02 or BD-09: files can only carry these under the label of WGS-84."""
        return self.datum in {Datum.GCJ02, Datum.BD09}

    def conversion(self) -> Conversion:
        """A function from an array of x, y rows in this system to longitude, latitude; NaN where it is undefined."""
        if self.datum is None:
            return _by_proj(self.wkt)
        if self.shifted:
            return _by_formula(self.datum)
        return lambda pairs: pairs


@dataclass(frozen=True, slots=True)
class CrsUse:
    """What was declared, what the file says ("" when nothing), what is used, and a remark for the person importing."""

    declared: str
    in_file: str
    used: Crs
    remark: str = ""


def crs_named(name: str) -> Crs:
    """The system of a name: 4547, EPSG:4490, urn:ogc:def:crs:OGC:1.3:CRS84, gcj02 ... Refuses unknown names."""
    bare = re.sub(r"[\s_-]", "", name.strip().rsplit(":", 1)[-1].rsplit("/", 1)[-1]).lower()
    if bare in NAMES:
        return Crs(name=bare, datum=NAMES[bare])
    number = EPSG.search(name.strip())
    if number is None:
        raise FileRefused("crs_unknown", _("不认识的坐标系：%(name)s") % {"name": name})
    try:
        srs = SpatialReference(int(number[1]))
    except GDALException:
        raise FileRefused("crs_unknown", _("不认识的坐标系：%(name)s") % {"name": name}) from None
    return crs_of(srs, name=f"EPSG:{number[1]}")


def crs_of(srs: SpatialReference, *, name: str = "") -> Crs:
    """The system a file's own definition describes; refuses local ones and those with unpublished parameters."""
    shown = name or str(srs.name)
    datum = str(srs["DATUM"] or "")
    if any(secret in datum.lower() for secret in SECRET_DATUMS):
        text = _("%(name)s转换参数未公开，请先由测绘部门转换为 CGCS2000。")
        raise FileRefused("datum_needs_parameters", text % {"name": shown})
    if not (srs.geographic or srs.projected):
        raise FileRefused("crs_unknown", _("不认识的坐标系：%(name)s") % {"name": shown})
    if srs.geographic and datum in DEGREES:
        return Crs(name=shown, datum=Datum.CGCS2000 if datum == "China_2000" else Datum.WGS84)
    return Crs(name=shown, datum=None, wkt=srs.wkt)


def crs_to_use(*, declared: Crs | None, in_file: Crs | None, assumed: Crs | None, probe: Pair | None) -> CrsUse:
    """The one system to read a file with.

    `assumed` is what the format prescribes when the file is silent (RFC 7946: WGS-84). `probe` is a point of the file in
    its own numbers: declared and carried systems that place it over a metre apart are a conflict, which is refused,
    since one of the two would misplace everything silently.
    """
    labels = {"declared": declared.name if declared else "", "in_file": in_file.name if in_file else ""}
    if declared is None:
        used = in_file or assumed
        if used is None:
            raise FileRefused("crs_missing", _("文件没有坐标系说明，请用 --crs 指明。"))
        remark = "" if in_file else _("文件没有坐标系说明，按格式约定当作 WGS-84。")
        return CrsUse(**labels, used=used, remark=remark)
    if in_file is None:
        return CrsUse(**labels, used=declared)
    if declared.shifted and in_file.datum is not None:
        remark = _("文件标为 %(in_file)s，按指明的 %(declared)s 读取。") % labels
        return CrsUse(**labels, used=declared, remark=remark if in_file != declared else "")
    if probe is not None and not _agree(declared, in_file, probe):
        text = _("指明的坐标系 %(declared)s 与文件自带的 %(in_file)s 不一致，请核对。")
        raise FileRefused("crs_conflict", text % labels, **labels)
    return CrsUse(**labels, used=in_file)


def _agree(one: Crs, other: Crs, probe: Pair) -> bool:
    """Whether both systems place the probe within a metre."""
    start = np.array([probe])
    (lon, lat), (other_lon, other_lat) = one.conversion()(start)[0], other.conversion()(start)[0]
    east, north = metres_per_degree(lat=float(lat))
    return bool(hypot((lon - other_lon) * east, (lat - other_lat) * north) < AGREEMENT)


def _by_formula(datum: Datum) -> Conversion:
    def convert(pairs: Floats) -> Floats:
        return np.array([to_storage(lon=lon, lat=lat, datum=datum) for lon, lat in pairs.tolist()])

    return convert


def _by_proj(wkt: str) -> Conversion:
    transform = CoordTransform(SpatialReference(wkt), SpatialReference(4326))

    def convert(pairs: Floats) -> Floats:
        line = OGRGeometry(memoryview(to_wkb(LineString(np.vstack([pairs, pairs[:1]])))))
        try:
            line.transform(transform)
        except GDALException:
            return np.full_like(pairs, np.nan)
        return get_coordinates(from_wkb(bytes(line.wkb)))[:-1]

    return convert
