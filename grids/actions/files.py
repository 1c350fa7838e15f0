"""The file an import is made from (导入文件), and what the person importing says about it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from governance.codes import Level
from grids.geo import FileRefused

BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class AreaFile:
    """What the person importing says about a file.

    `crs` None or "auto" trusts the file; `approximate` marks outlines as not official; `keep_names` leaves
    the names of known divisions as they are; `parent_name` names the one
    division above those of the file, when it is made; `create_communities` lets grids bring unknown communities;
    `replace_drafts` drops earlier drafts of the file's communities that the file does not name.
    """

    path: Path
    level: Level
    crs: str | None = None
    layer: str | None = None
    approximate: bool = False
    keep_names: bool = False
    swap_axes: bool = False
    parent_name: str = ""
    create_communities: bool = False
    replace_drafts: bool = False


@dataclass(frozen=True, slots=True)
class BuildingFile:
    """The same for buildings; `within` is the code of a division whose outline must hold them."""

    path: Path
    crs: str | None = None
    layer: str | None = None
    within: str = ""
    swap_axes: bool = False


def digest_of(path: Path) -> str:
    """SHA-256 of the file as hex; refuses what is no readable file."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                digest.update(block)
    except OSError as error:
        raise FileRefused("no_such_file", _("文件不存在或无法读取：%(path)s") % {"path": path.name}) from error
    return digest.hexdigest()
