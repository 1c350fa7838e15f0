"""Areas drawn for a test, as GeoJSON, and what GDAL's own writer makes of them in other formats."""

import ctypes
from pathlib import Path

from django.contrib.gis.gdal import Driver
from django.contrib.gis.gdal.libgdal import lgdal
from django.contrib.gis.gdal.prototypes import ds as capi

SQUARE = [[114.30, 22.69], [114.31, 22.69], [114.31, 22.70], [114.30, 22.70], [114.30, 22.69]]
NEXT_SQUARE = [[114.31, 22.69], [114.32, 22.69], [114.32, 22.70], [114.31, 22.70], [114.31, 22.69]]


def feature(*rings, code="440310001001", **properties):
    properties = {"code": code, "name": "六联社区", **properties}
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": list(rings)}}


def collection(*features, **members):
    return {"type": "FeatureCollection", **members, "features": list(features)}


def crs_member(name):
    return {"type": "name", "properties": {"name": name}}


def translate(source: Path, target: Path, *options: str) -> None:
    Driver.ensure_registered()
    pointer = ctypes.c_void_p
    lgdal.GDALVectorTranslateOptionsNew.restype = pointer
    lgdal.GDALVectorTranslate.restype = pointer
    lgdal.GDALVectorTranslate.argtypes = [ctypes.c_char_p, pointer, ctypes.c_int, pointer, pointer, pointer]
    words = (ctypes.c_char_p * (len(options) + 1))(*[word.encode() for word in options], None)
    opened = capi.open_ds(str(source).encode(), capi.GDAL_OF_VECTOR, None, None, None)
    how = pointer(lgdal.GDALVectorTranslateOptionsNew(words, None))
    failed = ctypes.c_int(0)
    made = lgdal.GDALVectorTranslate(str(target).encode(), None, 1, (pointer * 1)(opened), how, ctypes.byref(failed))
    assert made
    assert not failed.value
    capi.destroy_ds(pointer(made))
    capi.destroy_ds(opened)
