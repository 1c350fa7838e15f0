"""Work of the field in the demonstration (演示现场工作): phones, patrol points, visits that are due, a walk of this morning."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR, Actor, actor_of
from governance.access.models import Unit, User
from governance.access.roles import FIELD
from governance.codes import Level
from grids.actions.patrols import Fix, plan_point, start_patrol, stop_patrol
from grids.actions.patrols.walking import keep_track
from grids.models import Dwelling
from grids.queries.buildings import buildings_of
from incidents.actions.demo.ids import demo_id
from residents.actions.declaring import load_fields
from residents.actions.registering import register_resident
from residents.actions.visits import load_visit_kinds, plan_visit

NAMES = ("王桂兰", "陈阿福", "林秀珍", "黄伯年", "吴月娥", "何顺安")
PLACES = ("消防栓", "电动车充电棚", "垃圾投放点", "配电房门口")
POINTS = 4
MOST_PHONES = 2000
HOMES = 3


def load_fieldwork(*, codes: Sequence[str], at: datetime, seed: int) -> int:
    """For each of these grids patrol points, people and homes to be visited, and a walk; returns how many plans there are.

    All people are invented. Records what the single actions record.
    """
    load_fields(actor=SYSTEM_ACTOR, at=at)
    load_visit_kinds(actor=SYSTEM_ACTOR, at=at)
    _phones()
    plans = 0
    for code in (code for code in codes if len(code) == Level.GRID):
        lot = Random(f"{seed} fieldwork {code}")  # noqa: S311  (a demonstration, not a secret)
        houses = [house for house in buildings_of(grid=code) if house["point"]]
        lot.shuffle(houses)
        for place, house in zip(PLACES, houses[:POINTS], strict=False):
            name = f"{house['name'] or house['code']} {place}"[:64]
            lon, lat = house["point"]
            plan_point(actor=SYSTEM_ACTOR, point_id=demo_id(seed, code, place), name=name, lon=lon, lat=lat, at=at)
        plans += _visits(code, [house["code"] for house in houses], lot, at, seed)
        _walk(code, [house["point"] for house in houses[: POINTS + 4]], at, seed)
    return plans


def _visits(code: str, houses: Sequence[str], lot: Random, at: datetime, seed: int) -> int:
    """Some older people and rented homes of a grid, some of them overdue."""
    homes = list(Dwelling.objects.filter(building__code__in=houses[:12]).order_by("building__code", "floor", "room")[:400])
    lot.shuffle(homes)
    today = timezone.localdate(at)
    for number, (name, home) in enumerate(zip(NAMES, homes, strict=False)):
        born = f"19{lot.randrange(35, 55)}-0{lot.randrange(1, 9)}-12"
        values = {"name": name, "phone": f"1990000{lot.randrange(10_000):04d}", "birth_date": born, "living_alone": "1"}
        person = register_resident(
            actor=SYSTEM_ACTOR, resident_id=demo_id(seed, code, name), code=code, values=values, at=at, dwelling_id=home.pk, source="demo"
        )
        kind = "disability" if number % 3 == 2 else "solitary_elderly"  # noqa: PLR2004
        plan_visit(
            actor=SYSTEM_ACTOR, kind=kind, resident_id=person.pk, at=at, due_on=today + timedelta(days=number * 2 - 4), source="demo"
        )
    for number, home in enumerate(homes[len(NAMES) : len(NAMES) + HOMES]):
        plan_visit(
            actor=SYSTEM_ACTOR,
            kind="rented_house",
            dwelling_id=home.pk,
            at=at,
            due_on=today + timedelta(days=number * 4 - 1),
            source="demo",
        )
    return len(homes[: len(NAMES) + HOMES])


def _walk(code: str, way: Sequence[list[float]], at: datetime, seed: int) -> None:
    """A walk past some houses that ended an hour ago, with a pause in it."""
    worker = _worker(code, at)
    if worker is None or len(way) < POINTS:
        return
    began = at - timedelta(hours=2)
    patrol, _new = start_patrol(actor=worker, patrol_id=demo_id(seed, code, "walk"), captured_at=began, at=at)
    fixes: list[Fix] = []
    moment = began
    for (lon, lat), (to_lon, to_lat) in pairwise(way):
        for step in range(8):
            moment += timedelta(seconds=20)
            share = step / 8
            fixes.append(Fix(len(fixes), lon + (to_lon - lon) * share, lat + (to_lat - lat) * share, 8.0, moment))
        moment += timedelta(seconds=240 if len(fixes) == 24 else 0)  # noqa: PLR2004
    keep_track(actor=worker, patrol_id=patrol.pk, fixes=fixes, at=at)
    stop_patrol(actor=worker, patrol_id=patrol.pk, captured_at=moment, at=at)


def _worker(code: str, at: datetime) -> Actor | None:
    user = User.objects.filter(fictitious=True, posts__code=code, posts__role__in=FIELD).order_by("pk").first()
    return None if user is None else actor_of(user=user, at=at)


def _phones() -> None:
    """Invented numbers: nobody has them."""
    units = list(Unit.objects.filter(phone="").order_by("pk")[:MOST_PHONES])
    for unit in units:
        unit.phone = f"0755-0000{unit.pk % 10_000:04d}"
    Unit.objects.bulk_update(units, ["phone"], batch_size=500)
    people = list(User.objects.filter(work_phone="", fictitious=True).order_by("pk")[:MOST_PHONES])
    for person in people:
        person.work_phone = f"0755-0001{person.pk % 10_000:04d}"
    User.objects.bulk_update(people, ["work_phone"], batch_size=500)
