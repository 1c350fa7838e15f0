"""Conditions of a standard (立案情形): their names, and which one applies when nobody chose."""

from collections.abc import Iterable, Mapping

from incidents.models import Standard

GENERAL = "general"

NAMES: Mapping[str, str] = {
    "hazard_missing": "缺失、移位、渗漏、塌陷等险情",
    "leaning": "倾斜、倒伏",
    "damage": "破损、锈蚀、失灵",
    "dirty": "脏污、不洁",
    "abandoned": "废弃、闲置",
    "wrong_content": "内容有误",
    "service": "未按规定提供服务",
    "unauthorised": "擅自设置、违规行为",
    "other": "其他情形",
    GENERAL: "一般情形",
}
"""The classes of the shipped table. A class of another table bears its own name, from the column `label`."""

ORDER = ("damage", "dirty", "unauthorised", "other", "service", GENERAL, "leaning", "hazard_missing", "abandoned", "wrong_content")
"""The default of a category is the first of these that it has. What is most often reported comes first: damage for
components, dirt and forbidden acts for events; a hazard must be chosen, since its short limit calls people out at night.
A proposal, not a rule of any city."""


def default_of(standards: Iterable[Standard]) -> Standard | None:
    """The standard that applies when nobody chose: of those for every area and season, the first of ORDER."""
    general = [one for one in standards if not one.area_grade and not one.season]
    return min(general, key=lambda one: (_rank(one.condition), one.condition), default=None)


def _rank(condition: str) -> int:
    return ORDER.index(condition) if condition in ORDER else len(ORDER)
