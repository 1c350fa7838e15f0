"""Shapefile, GeoPackage and KML through GDAL (矢量文件), with only the driver the content calls for."""

from collections.abc import Iterator, Sequence
from ctypes import c_char_p, c_void_p
from itertools import chain
from pathlib import Path
from typing import Any

import shapely
from django.contrib.gis.gdal import DataSource, Driver, GDALException, OGRGeometry, SpatialReference
from django.contrib.gis.gdal.prototypes import ds as capi
from django.utils.translation import gettext as _
from shapely.geometry import MultiPolygon
from shapely.geometry.base import BaseGeometry

from grids.geo.crs import Crs, crs_of
from grids.geo.datum import Datum
from grids.geo.features import Caps, Contents, Feature, counted, unclosed_fault, vertex_fault
from grids.geo.refusals import Fault, FileRefused, Reason, RowRefused

DRIVERS = {"shapefile": ("ESRI Shapefile",), "gpkg": ("GPKG",), "kml": ("LIBKML", "KML")}
KML_CRS = Crs(name="crs84", datum=Datum.WGS84)  # OGC 12-007: KML is always longitude/latitude on WGS-84
LEAST_POSITIONS = 4
AREAL = ("Polygon", "MultiPolygon", "Unknown")


def read_vector(*, path: Path, kind: str, layer: str | None, caps: Caps) -> Contents:
    """Every feature of the layer named, or of the only one; of all layers of a KML file, whose folders these are."""
    source = _opened(path, DRIVERS[kind])
    layers = _layers(source, layer, every=kind == "kml")
    features = tuple(counted(_features(layers, caps=caps), caps=caps))
    if kind == "kml":
        return Contents(features=features, in_file=KML_CRS)
    srs = layers[0].srs
    return Contents(features=features, in_file=crs_of(SpatialReference(srs.wkt)) if _known(srs) else None)


def _opened(path: Path, drivers: Sequence[str]) -> DataSource:
    """The data source, tried with these drivers only: others would follow paths and addresses inside the file."""
    Driver.ensure_registered()
    allowed = (c_char_p * (len(drivers) + 1))(*[name.encode() for name in drivers], None)
    try:
        pointer = capi.open_ds(str(path).encode(), capi.GDAL_OF_READONLY | capi.GDAL_OF_VECTOR, allowed, None, None)
        return DataSource(pointer, c_void_p(0))  # type: ignore[arg-type]  # the stubs know only the way by name
    except GDALException:
        raise FileRefused("broken_file", _("文件已损坏，无法读取。")) from None


def _known(srs: SpatialReference | None) -> bool:
    """GeoPackage marks "undefined" with systems of its own instead of leaving them out."""
    return srs is not None and "undefined" not in str(srs.name).lower()


def _layers(source: DataSource, name: str | None, *, every: bool) -> list[Any]:
    layers = [source[index] for index in range(source.layer_count)]
    if name is not None:
        layers = [layer for layer in layers if layer.name == name]
        if not layers:
            raise FileRefused("unknown_layer", _("文件没有图层“%(name)s”。") % {"name": name})
    elif not every and len(layers) > 1:
        layers = [layer for layer in layers if layer.geom_type.name.startswith(AREAL)]
        if len(layers) > 1:
            names = [layer.name for layer in layers]
            raise FileRefused("several_layers", _("文件有多个图层，请指明一个：%s") % "、".join(names), layers=names)
    if not layers:
        raise FileRefused("no_features", _("文件中没有图形。"))
    return layers


def _features(layers: Sequence[Any], *, caps: Caps) -> Iterator[Feature]:
    numbered = enumerate(chain.from_iterable(layers), start=1)
    while True:
        try:
            number, feature = next(numbered)
        except StopIteration:
            return
        except GDALException:  # a broken page; never the end of the file, so nothing is lost quietly
            raise FileRefused("broken_file", _("文件已损坏，无法读取。")) from None
        yield _feature(number, feature, caps=caps)


def _feature(number: int, feature: Any, *, caps: Caps) -> Feature:
    properties = {name: _value(feature, name) for name in feature.fields}
    vertices = 0
    try:
        drawn = _drawn(feature)
        vertices = drawn.num_coords
        if fault := vertex_fault(vertices, caps=caps):
            raise RowRefused(fault)
        geometry = _geometry(drawn)
    except RowRefused as refused:
        return Feature(number, properties, fault=refused.fault, vertices=vertices)
    return Feature(number, properties, geometry=geometry, vertices=vertices)


def _value(feature: Any, name: str) -> object:
    try:
        value: object = feature.get(name)
    except (GDALException, ValueError):  # a date that is none
        return None
    return value


def _drawn(feature: Any) -> OGRGeometry:
    try:
        drawn: OGRGeometry = feature.geom
    except GDALException:
        raise RowRefused(Fault(Reason.EMPTY, _("没有图形。"))) from None
    return drawn.get_linear_geometry() if drawn.has_curve else drawn


def _geometry(drawn: OGRGeometry) -> BaseGeometry:
    """The same in shapely; a collection of nothing but polygons is one multipolygon."""
    try:
        geometry = shapely.from_wkb(bytes(drawn.wkb))
    except shapely.errors.GEOSException:
        raise RowRefused(_ring_fault(drawn)) from None
    if geometry.geom_type == "GeometryCollection":
        parts = shapely.get_parts(geometry)
        if len(parts) and all(part.geom_type == "Polygon" for part in parts):
            return MultiPolygon(list(parts))
    return geometry


def _ring_fault(drawn: OGRGeometry) -> Fault:
    """Which ring GEOS would not take, and why."""
    coordinates: Any = getattr(drawn, "tuple", ())
    polygons = coordinates if drawn.geom_type.name.startswith("Multi") else (coordinates,)
    for ring in (ring for polygon in polygons for ring in polygon):
        if ring[0] != ring[-1]:
            return unclosed_fault(ring[0], ring[-1])
        if len(ring) < LEAST_POSITIONS:
            return Fault(Reason.COLLINEAR, _("环少于四个点，不成面。"), place=ring[0][:2])
    return Fault(Reason.BAD_COORDINATES, _("坐标格式有误。"))
