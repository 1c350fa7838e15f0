"""One set in three forms (写文件): CSV for tables, GeoJSON for the web, GeoPackage for maps. Written in pieces, never held whole."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import orjson
import shapely
from pyogrio.raw import write

from incidents.tables.opendata import Column
from residents.sheets.writing import safe

PIECE = 5000
DIGITS = 6


class Shaped(NamedTuple):
    """A row's values in the order of its columns, and its shape as WKB."""

    values: Sequence[Any]
    wkb: bytes | None


def write_set(*, folder: Path, name: str, columns: Sequence[Column], rows: Iterable[Shaped], geometry: str) -> int:
    """Write the three files of a set; how many rows. `geometry` is Point or MultiPolygon, in WGS-84."""
    count = 0
    with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as table, (folder / f"{name}.geojson").open("wb") as features:
        writer = csv.writer(table, lineterminator="\r\n")
        writer.writerow([one.name for one in columns])
        features.write(b'{"type":"FeatureCollection","name":"' + name.encode() + b'","features":[')
        for piece in pieces(rows):
            writer.writerows([cell(value) for value in row.values] for row in piece)
            for number, row in enumerate(piece):
                features.write((b"\n" if count + number == 0 else b",\n") + orjson.dumps(feature(columns, row)))
            write_package(folder / f"{name}.gpkg", name, columns, piece, geometry, first=count == 0)
            count += len(piece)
        features.write(b"\n]}\n")
    if count == 0:
        write_package(folder / f"{name}.gpkg", name, columns, [], geometry, first=True)
    return count


def pieces(rows: Iterable[Shaped]) -> Iterator[list[Shaped]]:
    """The rows in pieces."""
    source = iter(rows)
    while piece := list(islice(source, PIECE)):
        yield piece


def cell(value: Any) -> str | float | int:
    """A value as a spreadsheet may hold it: texts that would run as a formula are made harmless (E2)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, int | float) else safe(str(value))


def feature(columns: Sequence[Column], row: Shaped) -> dict[str, Any]:
    """One GeoJSON feature (RFC 7946)."""
    named = {one.name: value for one, value in zip(columns, row.values, strict=True)}
    shape = None if row.wkb is None else orjson.Fragment(shapely.to_geojson(shapely.set_precision(shapely.from_wkb(row.wkb), 10**-DIGITS)))
    return {"type": "Feature", "properties": named, "geometry": shape}


def write_package(path: Path, layer: str, columns: Sequence[Column], piece: Sequence[Shaped], geometry: str, *, first: bool) -> None:
    """A piece of a GeoPackage's one layer."""
    values = [row.values for row in piece]
    data = [array(one.kind, [row[at] for row in values]) for at, one in enumerate(columns)]
    shapes = np.array([row.wkb for row in piece], dtype=object)
    write(
        str(path), shapes, [filled for filled, _mask in data], np.array([one.name for one in columns], dtype=object),
        field_mask=[mask for _filled, mask in data], layer=layer, driver="GPKG", geometry_type=geometry, crs="EPSG:4326", append=not first,
    )  # fmt: skip


def array(kind: str, values: Sequence[Any]) -> tuple[Any, Any]:
    """A column as an array of its type, and where it has no value."""
    mask = np.array([value is None for value in values], dtype=bool)
    if kind == "number":
        return np.array([np.nan if value is None else float(value) for value in values], dtype="float64"), mask
    if kind == "integer":
        return np.array([value or 0 for value in values], dtype="int64"), mask
    if kind == "boolean":
        return np.array([bool(value) for value in values], dtype=bool), mask
    if kind == "date":
        return np.array([value if isinstance(value, date) else None for value in values], dtype="datetime64[D]"), mask
    return np.array(["" if value is None else str(value) for value in values], dtype=object), mask
