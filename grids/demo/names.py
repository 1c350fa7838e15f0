"""Invented names (虚构名称) of estates, roads, schools and firms, made of syllables; none is taken from a place."""

from random import Random

FIRST = "云锦澄栖岚芷墨霁听砚疏溪涵曦沐栩笙禾蘅漪"
SECOND = "庭屿泽峦汀棠槿筠榆璟澜隐桐荻岫芜渚歆瑾霖"
ROADS = ("路", "路", "路", "街", "巷", "大道")
ESTATES = ("花园", "苑", "雅居", "家园", "新村", "公馆", "里")
PARKS = ("工业园", "产业园", "科技园", "厂区")
SCHOOLS = ("实验学校", "小学", "中学", "外国语学校")
TOWERS = ("大厦", "中心", "商务楼")


class Names:
    """Gives each name once, so that no two estates or roads of a community are mixed up."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._given: set[str] = set()

    def fresh(self, endings: tuple[str, ...]) -> str:
        """A new name with one of the endings."""
        while True:
            name = self._random.choice(FIRST) + self._random.choice(SECOND) + self._random.choice(endings)
            if name not in self._given:
                self._given.add(name)
                return name
