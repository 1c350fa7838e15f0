"""Invented incident texts (虚构案件描述): what a resident or a grid worker would type, the same for the same seed."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from incidents.demo.phrases import phrases_of
from incidents.demo.places import ESTATE_SPOTS, ESTATES, ROAD_SPOTS, ROADS

WORKER = (
    "巡查发现{where}{what}，请派单处理。",
    "{where}{what}，现场已拍照。",
    "{where}：{what}",
    "{when}巡查，{where}{what}。",
    "{where}{what}，已提醒周边居民注意。",
    "{where}{what}，现场无法处置，上报。",
)
RESIDENT = (
    "{where}{what}，{ask}",
    "{where}{what}",
    "{when}路过{where}，{what}，{ask}",
    "你好，{where}{what}，{ask}",
    "{where}{what}，{effect}，{ask}",
    "反映一下，{where}{what}，邻居们都有意见，{ask}",
    "{where}{what}！{effect}！",
    "{where}{what}，请问归谁管？{ask}",
)
HOTLINE = (
    "来电人反映{where}{what}，希望尽快处理。",
    "市民来电：{where}{what}，请核实。",
    "来电人称{when}{where}{what}，要求回复处理结果。",
)
WHEN = ("今天早上", "昨天傍晚", "中午", "刚才", "晚上八点多", "这两天", "今天上午", "昨晚")
ASK = ("麻烦尽快处理", "请派人看看", "希望早点解决", "谢谢", "能不能管一管", "辛苦了", "请安排处理")
EFFECT = ("老人孩子走路不安全", "大家绕着走", "影响出行", "看着很危险", "住户意见很大", "已经有人差点出事")


@dataclass(frozen=True, slots=True)
class DemoText:
    """A text with the place it names: text as it is typed, place as it stands in its own field."""

    text: str
    place: str


def incident_texts(
    *, kind: str, code: str, name: str, roads: Sequence[str] = ROADS, estates: Sequence[str] = ESTATES, seed: str = "demo"
) -> Iterator[DemoText]:
    """Texts for one category without end: `kind` component or event, `code` 4 digits, `name` for one not in the table.

    Distinct as long as the combinations last, a few thousand for each category. No personal data in any of them.
    """
    chance = random.Random(f"{seed} {kind} {code}")  # noqa: S311 - demonstration data, no secret
    clauses = phrases_of(kind=kind, code=code, name=name)
    seen: set[str] = set()
    misses = 0
    while True:
        made = _text(chance, clauses, roads, estates)
        if made.text in seen and misses < len(seen) + 100:
            misses += 1
            continue
        misses = 0
        seen.add(made.text)
        yield made


def _text(chance: random.Random, clauses: Sequence[str], roads: Sequence[str], estates: Sequence[str]) -> DemoText:
    where = _where(chance, roads, estates)
    template = chance.choice(chance.choice((WORKER, RESIDENT, RESIDENT, HOTLINE)))
    text = template.format(
        where=where, what=chance.choice(clauses), when=chance.choice(WHEN), ask=chance.choice(ASK), effect=chance.choice(EFFECT)
    )
    return DemoText(text=text, place=where)


def _where(chance: random.Random, roads: Sequence[str], estates: Sequence[str]) -> str:
    on_road = bool(roads) and (not estates or chance.random() < 0.5)  # noqa: PLR2004 - half and half
    name = chance.choice(roads if on_road else estates)
    spot = chance.choice(ROAD_SPOTS if on_road else ESTATE_SPOTS)
    others = [road for road in roads if road != name] or ["小区内部路"]
    first, second = sorted(chance.sample(range(1, 20), 2))
    return name + spot.format(
        n=chance.randint(1, 160), m=chance.randrange(10, 100, 10), other=chance.choice(others), b=first, c=second, u=chance.randint(1, 4)
    )
