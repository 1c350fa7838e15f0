"""Which column of an attribute table holds what (字段对应): common spellings, best first."""

import re
from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from grids.geo.refusals import FileRefused

AREA_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": (
        "code", "编码", "代码", "网格编码", "网格代码", "单元网格编码", "行政区划代码", "统计用区划代码", "区划代码",
        "社区编码", "社区代码", "街道代码", "gridcode", "bgcode", "bgid", "adcode", "areacode", "divisioncode",
        "xzqdm", "dm", "bm",
    ),
    "name": (
        "name", "名称", "网格名称", "单元网格名称", "社区名称", "街道名称", "区划名称", "行政区名称", "gridname", "bgname",
        "areaname", "divisionname", "xzqmc", "mc", "title", "标题",
    ),
}  # fmt: skip
BUILDING_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": (
        "code", "编码", "代码", "楼栋编码", "楼栋代码", "建筑编码", "建筑物编码", "房屋编码", "buildingcode", "bldgcode",
    ),
    "name": ("name", "名称", "楼栋名称", "建筑名称", "建筑物名称", "buildingname", "bldgname", "mc"),
    "address": ("address", "addr", "地址", "详细地址", "门牌地址", "标准地址", "坐落", "dz"),
    "use": ("use", "usage", "用途", "房屋用途", "建筑用途", "使用性质", "buildinguse", "function", "buildingtype"),
    "floors": (
        "floors", "floor", "层数", "楼层数", "总层数", "地上层数", "floorcount", "numfloors", "levels",
        "buildinglevels", "stories", "storeys",
    ),
    "height": ("height", "高度", "建筑高度", "楼高", "bldgheight", "buildingheight"),
}  # fmt: skip


def columns_found(
    *, present: Collection[str], spellings: Mapping[str, tuple[str, ...]], chosen: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The column of each field: the one `chosen` for it, else the first known spelling that is present.

    Case, spaces, underscores and the like do not matter. Refuses a chosen column that the file does not have; a field
    that is not found is left out.
    """
    for column in (chosen or {}).values():
        if column not in present:
            raise FileRefused("unknown_column", _("文件没有字段 %(column)s。") % {"column": column})
    plain = {_plain(column): column for column in reversed(list(present))}
    known = {
        field: next(plain[spelling] for spelling in accepted if spelling in plain)
        for field, accepted in spellings.items()
        if not plain.keys().isdisjoint(accepted)
    }
    return known | dict(chosen or {})


def _plain(column: str) -> str:
    return re.sub(r"[\W_]", "", column).lower()
