"""The data dictionary of the open data (数据字典), pure: each column of each set in both languages."""

from dataclasses import dataclass

SETS = ("closed-cases", "divisions", "grids")
FORMS = {"csv": "text/csv; charset=utf-8", "geojson": "application/geo+json", "gpkg": "application/geopackage+sqlite3"}
OTHERS = {"dictionary.csv": "text/csv; charset=utf-8", "manifest.json": "application/json", "SHA256SUMS": "text/plain; charset=utf-8",
          "LICENCE.txt": "text/plain; charset=utf-8"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a set."""

    name: str
    kind: str
    chinese: str
    english: str


COLUMNS: dict[str, tuple[Column, ...]] = {
    "closed-cases": (
        Column("number", "text", "案件编号", "number of the case"),
        Column("service_code", "text", "服务代码，与 Open311 相同", "service code, as in Open311"),
        Column("category", "text", "小类", "category"),
        Column("category_en", "text", "小类（英文）", "category in English"),
        Column("category_group", "text", "大类", "group of categories"),
        Column("community_code", "text", "社区代码；只知道街道时为街道代码", "code of the community or street"),
        Column("area", "text", "区域名称", "name of the area"),
        Column("reported_by", "text", "public 公众，staff 工作人员", "public or staff"),
        Column("reported_on", "date", "上报日期", "day of the report"),
        Column("closed_on", "date", "结案日期", "day of closing"),
        Column("hours", "number", "从上报到结案的小时数", "hours from report to closing"),
        Column("late", "boolean", "处置是否超时；空：未计时", "whether handling was late; empty: not timed"),
        Column("reworks", "integer", "返工次数", "how often it was reworked"),
        Column("unit", "text", "处置单位", "unit that handled it"),
        Column("position", "text", "point 约 10 米，cell 半公里格子的中心，none 无", "point (10 m), cell (half a kilometre) or none"),
        Column("lon", "number", "经度（WGS-84）", "longitude (WGS-84)"),
        Column("lat", "number", "纬度（WGS-84）", "latitude (WGS-84)"),
    ),
    "divisions": (
        Column("code", "text", "区划代码", "code of the division"),
        Column("name", "text", "名称", "name"),
        Column("level", "text", "city 市，district 区，street 街道，community 社区", "city, district, street, community"),
        Column("parent", "text", "上级代码", "code of the one above"),
        Column("approximate", "boolean", "边界是否为近似值", "whether the outline is approximate"),
        Column("residents", "integer", "登记居民数（社区；少于 5 人不公布）", "registered residents (communities; not told below 5)"),
    ),
    "grids": (
        Column("code", "text", "网格代码（15 位）", "code of the grid (15 digits)"),
        Column("name", "text", "名称", "name"),
        Column("kind", "text", "general 综合网格，exclusive 专属网格", "general or exclusive"),
        Column("community_code", "text", "社区代码", "code of the community"),
        Column("valid_from", "date", "启用日期", "in force since"),
    ),
}  # fmt: skip


def dictionary_rows() -> list[tuple[str, str, str, str, str]]:
    """Set, column, type, meaning in Chinese and in English."""
    return [(name, one.name, one.kind, one.chinese, one.english) for name in SETS for one in COLUMNS[name]]
