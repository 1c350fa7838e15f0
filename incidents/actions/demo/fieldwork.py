"""Work of the field in the demonstration (演示现场工作): phones, patrol points, visits that are due, a walk of this morning."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from uuid import UUID

from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR, Actor, actor_of
from governance.access.models import Unit, User
from governance.access.roles import FIELD
from governance.codes import Level
from grids.actions.patrols import Fix, Shown, check_in, plan_point, start_patrol, stop_patrol
from grids.actions.patrols.walking import keep_track
from grids.geo import metres
from grids.models import PatrolPoint
from grids.queries.buildings import buildings_of
from incidents.actions.demo.ids import demo_id
from incidents.actions.demo.visiting import load_visits
from residents.actions.declaring import load_fields
from residents.actions.visits import load_visit_kinds

PLACES = ("消防栓", "电动车充电棚", "垃圾投放点", "配电房门口")
POINTS = len(PLACES)
SET_UP = timedelta(days=38)
SATURDAY = 5
MOST_PHONES = 2000
EARLIER = 9
"""On so many days before today somebody walked past the points."""


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
            plan_point(actor=SYSTEM_ACTOR, point_id=demo_id(seed, code, place), name=name, lon=lon, lat=lat, at=at - SET_UP)
        worker = _worker(code, at)
        plans += load_visits(code=code, houses=[house["code"] for house in houses], worker=worker, lot=lot, at=at, seed=seed)
        if worker is not None and len(houses) >= POINTS:
            points = [PatrolPoint.objects.get(pk=demo_id(seed, code, place)) for place in PLACES]
            _attended(worker, points, lot, at, seed)
            _walk(worker, points, _along([house["point"] for house in houses[: POINTS + 4]]), at, seed)
    return plans


def _along(spots: Sequence[list[float]]) -> list[list[float]]:
    """The spots in an order in which one would walk: always to the nearest."""
    way, left = [spots[0]], list(spots[1:])
    while left:
        here = way[-1]
        left.sort(key=lambda spot: (spot[0] - here[0]) ** 2 + (spot[1] - here[1]) ** 2)
        way.append(left.pop(0))
    return way


def _attended(worker: Actor, points: Sequence[PatrolPoint], lot: Random, at: datetime, seed: int) -> None:
    """Walks of earlier working days, of which only the check-ins are kept."""
    for ago in range(1, EARLIER + 1):
        began = at - timedelta(days=ago, minutes=lot.randrange(40))
        if timezone.localtime(began).weekday() >= SATURDAY:
            continue
        patrol, _new = start_patrol(actor=worker, patrol_id=demo_id(seed, points[0].code, "walk", ago), captured_at=began, at=began)
        _checked(worker, patrol.pk, points, began, seed)
        stop_patrol(actor=worker, patrol_id=patrol.pk, captured_at=began + timedelta(hours=1), at=began + timedelta(hours=1))


def _checked(worker: Actor, patrol_id: UUID, points: Sequence[PatrolPoint], began: datetime, seed: int) -> None:
    for number, point in enumerate(points, start=1):
        when = began + timedelta(minutes=12 * number)
        check_in(
            actor=worker, check_in_id=demo_id(seed, patrol_id, point.pk), patrol_id=patrol_id, point_id=point.pk,
            shown=Shown(mark=point.mark), captured_at=when, at=when,
        )  # fmt: skip


def _walk(worker: Actor, points: Sequence[PatrolPoint], way: Sequence[list[float]], at: datetime, seed: int) -> None:
    """A walk past some houses that ended an hour ago, its longest stretch with a dark screen; half of the points are seen."""
    began = at - timedelta(hours=2)
    patrol, _new = start_patrol(actor=worker, patrol_id=demo_id(seed, points[0].code, "walk"), captured_at=began, at=at)
    fixes: list[Fix] = []
    moment = began
    stretches = [((lon, lat), (to_lon, to_lat)) for (lon, lat), (to_lon, to_lat) in pairwise(way)]
    unheard = max(stretches, key=lambda stretch: metres(*stretch))
    for stretch in stretches:
        (lon, lat), (to_lon, to_lat) = stretch
        if stretch == unheard:
            moment += timedelta(minutes=4)
            continue
        for step in range(8):
            moment += timedelta(seconds=20)
            share = step / 8
            fixes.append(Fix(len(fixes), lon + (to_lon - lon) * share, lat + (to_lat - lat) * share, 8.0, moment))
    keep_track(actor=worker, patrol_id=patrol.pk, fixes=fixes, at=at)
    _checked(worker, patrol.pk, points[: POINTS // 2], began, seed)
    stop_patrol(actor=worker, patrol_id=patrol.pk, captured_at=max(moment, began + timedelta(minutes=30)), at=at)


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
