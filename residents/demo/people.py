"""Demo residents (演示居民，均为虚构): households in given homes, with ages that fit together. Pure; the same seed gives the same."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from governance.privacy.numbers import ID_CHECKS, ID_WEIGHTS

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀英华平刚桂兰建国文玉红春梅霞宇轩浩然子涵欣怡梓晨"
AREAS = ("440301", "440305", "441302", "430102", "360102", "450102", "510104", "420106")
"""Where the invented document numbers were issued; the birth serials 990 to 999 are of nobody."""
EMPLOYERS = ("某电子厂", "某物业公司", "某超市", "某中学", "某物流公司", "个体经营", "某科技公司", "")
ADULT = 2010


@dataclass(frozen=True, slots=True)
class Home:
    """A home to be lived in."""

    building_code: str
    grid_code: str
    address: str
    stairwell: str
    floor: int
    room: str


GENERATION = 6200
"""So many days younger is a child, not a spouse."""


def people_in(homes: Sequence[Home], *, seed: int, today: date) -> Iterator[dict[str, str]]:
    """The people of these homes, household by household, by field key; about one home in ten is empty."""
    dice = random.Random(seed)  # noqa: S311
    serial = 0
    for number, home in enumerate(homes):
        if dice.random() < 0.1:  # noqa: PLR2004
            continue
        members = household(dice, today)
        for at, (born, tags) in enumerate(members):
            serial += 1
            yield person(dice, home, serial, f"{number:09d}", born, tags) | {"relation_to_householder": relation(at, born, members[0][0])}


def household(dice: random.Random, today: date) -> list[tuple[date, str]]:
    """Birthdays and need tags of a household."""
    roll = dice.random()
    if roll < 0.12:  # noqa: PLR2004
        return [(birthday(dice, today, 66, 91), dice.choice(("独居老人", "独居老人;慢性病", "高龄老人")))]
    if roll < 0.24:  # noqa: PLR2004
        return [(birthday(dice, today, 60, 84), ""), (birthday(dice, today, 60, 84), dice.choice(("", "空巢老人", "失能老人")))]
    if roll < 0.45:  # noqa: PLR2004
        return [(birthday(dice, today, 20, 35), "") for _one in range(dice.choice((1, 1, 2)))]
    parents = [(birthday(dice, today, 30, 48), dice.choice(("", "", "", "低保家庭"))), (birthday(dice, today, 28, 45), "")]
    children = [(birthday(dice, today, 1, 16), "") for _one in range(dice.choice((0, 1, 1, 2)))]
    disabled = [(birthday(dice, today, 25, 60), "残疾人")] if dice.random() < 0.05 else []  # noqa: PLR2004
    return parents + children + disabled


def relation(at: int, born: date, eldest: date) -> str:
    """How somebody belongs to the householder, who comes first."""
    if at == 0:
        return "02"
    if (born - eldest).days > GENERATION:
        return "8"
    return "10" if at == 1 else "9"


def birthday(dice: random.Random, today: date, youngest: int, oldest: int) -> date:
    """A birthday of somebody of that age."""
    return today - timedelta(days=dice.randrange(youngest * 365, oldest * 365))


def person(dice: random.Random, home: Home, serial: int, household_no: str, born: date, tags: str) -> dict[str, str]:
    """One person."""
    male = dice.random() < 0.5  # noqa: PLR2004
    name = dice.choice(SURNAMES) + "".join(dice.choice(GIVEN) for _sign in range(dice.choice((1, 2, 2))))
    return {
        "name": name, "id_number_enc": identity_number(dice.choice(AREAS), born, serial, male=male),
        "phone": f"199{serial:08d}" if born.year < ADULT else "",
        "residence_address": f"{home.address}{home.stairwell}{home.room}",
        "grid_code": home.grid_code, "building_code": home.building_code,
        "unit_no": home.stairwell, "floor_no": str(home.floor), "door_no": home.room, "household_no": household_no,
        "occupancy_kind": "2" if dice.random() < 0.35 else "1",  # noqa: PLR2004
        "employer": dice.choice(EMPLOYERS), "need_tags": tags, "living_alone": "1" if "独居" in tags else "0",
    }  # fmt: skip


def identity_number(area: str, born: date, serial: int, *, male: bool) -> str:
    """A number with a right check character."""
    order = 990 + serial % 5 * 2 + (1 if male else 0)
    body = f"{area}{born:%Y%m%d}{order:03d}"
    return body + ID_CHECKS[sum(weight * int(digit) for weight, digit in zip(ID_WEIGHTS, body, strict=True)) % 11]
