"""The people of the register's measurement (fictitious), and the questions that are asked."""

import csv
import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR, Actor, Held
from governance.privacy.numbers import ID_CHECKS, ID_WEIGHTS
from residents.declaration.field import Field
from residents.declaration.files import code_tables, shipped
from residents.disclosure import Looking, disclose
from residents.queries.search import find

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀英华平刚桂兰建国文玉红春梅霞宇轩浩然子涵欣怡梓晨"
FIXED = {
    "id_type": "10", "sex": "", "residence_area": "", "building_code": "", "person_status": "", "retain_until": "", "legal_basis": "",
    "consent_sensitive": "", "employer_uscc": "91110000600037341L", "need_tags": "0101;0203", "lon": "114.310000", "lat": "22.700000",
}  # fmt: skip
BY_KIND: dict[str, Callable[[random.Random], str]] = {
    "boolean": lambda dice: "是" if dice.random() < 0.5 else "否",
    "date": lambda dice: (date(2000, 1, 1) + timedelta(days=dice.randrange(9000))).isoformat(),
    "datetime": lambda _dice: "2026-01-02T03:04:05",
    "uuid": lambda _dice: "12345678-1234-4234-8234-123456789012",
    "file": lambda _dice: "12345678-1234-4234-8234-123456789012",
    "integer": lambda dice: str(dice.randrange(30)),
    "decimal": lambda dice: str(dice.randrange(90)),
    "phone": lambda dice: f"13{dice.randrange(10**9):09d}",
}
HOUSEHOLD = 3
"""People of a household, who live in one grid at one address."""
SHAPED = {"@area6": "449801", "@country": "CHN", "@two_digits": "01", "@occupation": "20100", "@digits": "1234567890123456789"}


def number(n: int) -> str:
    """The n-th identity number: a thousand a day."""
    body = f"449801{(date(1930, 1, 1) + timedelta(days=n // 1000 * 19 % 34000)):%Y%m%d}{n % 1000:03d}"
    return body + ID_CHECKS[sum(weight * int(digit) for weight, digit in zip(ID_WEIGHTS, body, strict=True)) % 11]


def name(n: int) -> str:
    """The n-th name: as many different ones as a real town has."""
    dice = random.Random(n)  # noqa: S311
    return dice.choice(SURNAMES) + "".join(dice.choice(GIVEN) for _sign in range(dice.choice((1, 2, 2, 2))))


def address(n: int) -> str:
    """The n-th address."""
    road = f"锦绣{GIVEN[n // 7 % 40]}{GIVEN[n // 90 % 40]}路{n % 400}号"
    return f"测省测市测区第{n % 10}街道第{n % 90}社区{road}花园{n % 60}栋{n % 3}单元{n % 30}0{n % 8}室"


def grid(n: int) -> str:
    """The n-th grid: 900 people each at the full size."""
    return f"449801001{n % 18 + 1:03d}{n // 18 % 100 + 1:03d}"


def filled(field: Field, n: int, dice: random.Random) -> str:
    """A value for a field."""
    own: dict[str, Callable[[int], str]] = {
        "name": name, "id_number_enc": number,
        "birth_date": lambda at: f"{number(at)[6:10]}-{number(at)[10:12]}-{number(at)[12:14]}",
        "household_no": lambda at: f"{at // HOUSEHOLD:09d}", "residence_address": lambda at: address(at // HOUSEHOLD),
        "grid_code": lambda at: grid(at // HOUSEHOLD),
    }  # fmt: skip
    if field.key in own:
        return own[field.key](n)
    if field.key in FIXED or field.home == "derived":
        return FIXED.get(field.key, "")
    if field.kind in BY_KIND:
        return BY_KIND[field.kind](dice)
    if field.codes in code_tables():
        return dice.choice(list(code_tables()[field.codes]))
    return SHAPED.get(field.codes) or f"某某资料{dice.randrange(1000)}"[: min(int(field.size or 20), 8)]


def write_people(path: Path, *, first: int, count: int) -> Path:
    """A CSV of people with every field filled."""
    dice = random.Random(first)  # noqa: S311
    fields = shipped().fields
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow([field.label for field in fields])
        out.writerows([filled(field, n, dice) for field in fields] for n in range(first, first + count))
    return path


def raw_table(path: Path) -> None:
    """The floor: COPY of the same file into one table of text columns, with an index on the number and one on the grid."""
    columns = [f'"{field.key}"' for field in shipped().fields]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS raw_people ({', '.join(f'{name} text' for name in columns)})")
        with cursor.copy("COPY raw_people FROM STDIN (FORMAT csv, HEADER)") as out, path.open("rb") as file:
            while chunk := file.read(1 << 20):
                out.write(chunk)
        cursor.execute('CREATE INDEX IF NOT EXISTS raw_number ON raw_people ("id_number_enc")')
        cursor.execute('CREATE INDEX IF NOT EXISTS raw_grid ON raw_people ("grid_code")')


def floors() -> dict[str, Callable[[int], object]]:
    """The plainest statement for each question, on the table of text columns."""
    columns = 'SELECT "name", "phone", "residence_address" FROM raw_people WHERE'

    def ask(sql: str, given: Callable[[int], list[str]]) -> Callable[[int], object]:
        def once(n: int) -> object:
            with connection.cursor() as cursor:
                cursor.execute(sql, given(n))
                return cursor.fetchall()

        return once

    return {
        "match": ask(f'{columns} "id_number_enc" = %s', lambda n: [number(n * 7)]),
        "search-name": ask(f'{columns} "name" LIKE %s LIMIT 50', lambda n: [f"%{name(n * 7)[:2]}%"]),
        "search-address": ask(f'{columns} "residence_address" LIKE %s LIMIT 50', lambda n: [f"%{address(n * 7)[17:19]}%"]),
        "search-common": ask(f'{columns} "residence_address" LIKE %s LIMIT 50', lambda _n: ["%花园%"]),
        "grid-page": ask(f'{columns} "grid_code" = %s LIMIT 50', lambda _n: [grid(0)]),
        "unmask": ask(f'{columns} "id_number_enc" = %s', lambda n: [number(n * 7)]),
    }


def questions(code: str) -> dict[str, Callable[[int], object]]:
    """What is asked, by name; each takes the number of the try. All but `match` end with masked cards and the record of the look."""
    registrar, worker = Actor(None, "bench", (Held("registrar", code),)), Actor(None, "bench", (Held("grid_worker", grid(0)),))
    clerk = SYSTEM_ACTOR

    def page(text: str, actor: Actor) -> object:
        found = find(actor=actor, text=text)
        looking = Looking("visit", "list", keys=("name", "sex", "phone", "residence_address"))
        return disclose(actor=actor, ids=found.ids, looking=looking, at=timezone.now())

    def whole(n: int) -> object:
        ids = find(actor=clerk, text=number(n * 7)).ids
        looking = Looking("visit", "detail", keys=("name", "phone"), whole=frozenset({"phone"}), reason="测量之用")
        return disclose(actor=clerk, ids=ids, looking=looking, at=timezone.now())

    return {
        "match": lambda n: find(actor=registrar, text=number(n * 7)),
        "search-name": lambda n: page(name(n * 7)[:2], registrar),
        "search-address": lambda n: page(address(n * 7)[17:19], registrar),
        "search-common": lambda _n: page("花园", registrar),
        "grid-page": lambda _n: page("", worker),
        "unmask": whole,
    }
