"""Opening a file of areas or buildings (打开文件): which format it is, what it holds, which system it is in."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import shapely
from django.utils.translation import gettext as _

from grids.geo.archive import shapefile, unpacked
from grids.geo.crs import CrsUse, crs_named, crs_to_use
from grids.geo.datum import Pair
from grids.geo.features import Caps, Contents, Feature
from grids.geo.geojson import read_geojson
from grids.geo.refusals import FileRefused, FileTooLarge
from grids.geo.vector import read_vector

CAPS = Caps()
SNIFFED = 4096
MAGIC = ((b"PK\x03\x04", "zip"), (b"SQLite format 3\0", "gpkg"), (b"\x00\x00\x27\x0a", "shapefile"))
TEXT_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Source:
    """An opened file: its features in its own numbers, the system they are in, its columns in order."""

    format: str
    features: tuple[Feature, ...]
    crs: CrsUse
    columns: tuple[str, ...]
    remarks: tuple[str, ...]


def open_source(*, path: Path, crs: str | None = None, layer: str | None = None, caps: Caps = CAPS) -> Source:
    """Read a GeoJSON, Shapefile, GeoPackage or KML file, plain or zipped; the content decides, not the name.

    `crs` is what the person declares (EPSG number or name, gcj02, bd09 ...); where the file carries a system too they must
    agree. Refuses (FileRefused) unknown formats, broken files, unknown, missing or conflicting systems, and over the
    caps (FileTooLarge, 413). Faults of single features stay with the features. Nothing is changed on disk.
    """
    declared = crs_named(crs) if crs else None
    with TemporaryDirectory(prefix="import-") as folder:
        kind, contents = _contents(path, Path(folder), layer=layer, caps=caps)
    if not contents.features:
        raise FileRefused("no_features", _("文件中没有图形。"))
    use = crs_to_use(declared=declared, in_file=contents.in_file, assumed=contents.assumed, probe=_probe(contents.features))
    return Source(
        format=kind,
        features=contents.features,
        crs=use,
        columns=tuple(dict.fromkeys(name for feature in contents.features for name in feature.properties)),
        remarks=(*contents.remarks, *([use.remark] if use.remark else [])),
    )


def format_of(path: Path) -> str:
    """zip, gpkg, shapefile, kml or geojson by the first bytes; refuses anything else."""
    with path.open("rb") as file:
        start = file.read(SNIFFED)
    for magic, kind in MAGIC:
        if start.startswith(magic):
            return kind
    text = start
    for mark in TEXT_MARKS:
        text = text.removeprefix(mark)
    text = text.replace(b"\0", b"").lstrip()
    if text.startswith(b"{"):
        return "geojson"
    if text.startswith(b"<") and b"<kml" in text:
        return "kml"
    raise FileRefused("unknown_format", _("不认识的文件格式；可用 GeoJSON、Shapefile、GeoPackage、KML。"))


def _contents(path: Path, folder: Path, *, layer: str | None, caps: Caps) -> tuple[str, Contents]:
    if path.stat().st_size > caps.bytes:
        raise FileTooLarge(_("文件超过 %(cap)d 字节的上限。") % {"cap": caps.bytes})
    kind = format_of(path)
    if kind == "zip":
        path = unpacked(path=path, folder=folder, caps=caps)
        kind = format_of(path)
    match kind:
        case "geojson":
            return kind, read_geojson(path=path, caps=caps)
        case "shapefile":
            staged = shapefile(path=path, folder=folder, caps=caps)
            return kind, read_vector(path=staged, kind=kind, layer=None, caps=caps)
        case "gpkg" | "kml":
            return kind, read_vector(path=path, kind=kind, layer=layer, caps=caps)
    raise FileRefused("unknown_format", _("压缩包内又是压缩包。"))


def _probe(features: Sequence[Feature]) -> Pair | None:
    """The middle of all features, in the numbers of the file."""
    bounds = shapely.total_bounds([feature.geometry for feature in features])
    if not np.isfinite(bounds).all():
        return None
    west, south, east, north = bounds.tolist()
    return (west + east) / 2, (south + north) / 2
