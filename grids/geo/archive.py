"""Zipped files and the parts of a shapefile (压缩包), staged in a folder of our own under plain names.

Names inside an archive are never used as paths, and nothing is unpacked past the byte cap.
"""

import zipfile
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from grids.geo.dbf import dbf_encoding
from grids.geo.features import Caps
from grids.geo.refusals import FileRefused, FileTooLarge

LEADING = (".shp", ".gpkg", ".geojson", ".json", ".kml")
SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
SHAPEFILE_NEEDS = (".shx", ".dbf")
BLOCK = 1 << 20


def unpacked(*, path: Path, folder: Path, caps: Caps) -> Path:
    """The one data file of an archive, with its companions, copied into `folder`; refuses none or several."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = {info.filename: info for info in archive.infolist() if not _hidden(info.filename)}
            leaders = [name for name in members if PurePosixPath(name).suffix.lower() in LEADING]
            if len(leaders) != 1:
                text = _("压缩包中应只有一个数据文件，现有 %(count)d 个。") % {"count": len(leaders)}
                raise FileRefused("several_layers" if leaders else "unknown_format", text, layers=leaders[:20])
            stem = PurePosixPath(leaders[0]).with_suffix("")
            left = caps.bytes
            for name, info in members.items():
                if PurePosixPath(name).with_suffix("") == stem:
                    left -= _copy(archive, info, folder / f"data{PurePosixPath(name).suffix.lower()}", left)
            return folder / f"data{PurePosixPath(leaders[0]).suffix.lower()}"
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        raise FileRefused("broken_file", _("压缩包已损坏或加密。")) from None


def shapefile(*, path: Path, folder: Path, caps: Caps) -> Path:
    """The shapefile with its companions, linked into `folder`, and a .cpg where it has none; refuses missing parts."""
    parts = {part.suffix.lower(): part for part in path.parent.iterdir() if part.stem == path.stem}
    if missing := [suffix for suffix in SHAPEFILE_NEEDS if suffix not in parts]:
        raise FileRefused("broken_file", _("Shapefile 缺少 %(parts)s 文件。") % {"parts": " ".join(missing)})
    kept = {suffix: part for suffix, part in parts.items() if suffix in SHAPEFILE_PARTS}
    if sum(part.stat().st_size for part in kept.values()) > caps.bytes:
        raise FileTooLarge(_("文件超过 %(cap)d 字节的上限。") % {"cap": caps.bytes})
    for suffix, part in kept.items():
        (folder / f"layer{suffix}").symlink_to(part.resolve())
    if ".cpg" not in kept:
        (folder / "layer.cpg").write_text(dbf_encoding(parts[".dbf"]))
    return folder / "layer.shp"


def _hidden(name: str) -> bool:
    return name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith(".")


def _copy(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, left: int) -> int:
    """Copy one member, counting what really comes out: the size an archive states may be false."""
    copied = 0
    with archive.open(info) as source, target.open("wb") as sink:
        while block := source.read(BLOCK):
            copied += len(block)
            if copied > left:
                raise FileTooLarge(_("压缩包展开后超过上限。"))
            sink.write(block)
    return copied
