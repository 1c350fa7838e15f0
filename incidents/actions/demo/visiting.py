"""Whom to visit in the demonstration (演示走访): people and homes of a grid."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR, Actor
from grids.models import Dwelling
from incidents.actions.demo.ids import demo_id
from residents.actions.demo_visits import load_rounds
from residents.actions.registering import register_resident
from residents.actions.visits import plan_visit

NAMES = ("王桂兰", "陈阿福", "林秀珍", "黄伯年", "吴月娥", "何顺安")
HOMES = 3


def load_visits(*, code: str, houses: Sequence[str], worker: Actor | None, lot: Random, at: datetime, seed: int) -> int:
    """Some older people and rented homes of a grid with their plans, and the visits that its worker made; returns how many plans.

    All people are invented. Records what the single actions record.
    """
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
        due_on = today + timedelta(days=number * 3)
        plan_visit(actor=SYSTEM_ACTOR, kind=kind, resident_id=person.pk, at=at, due_on=due_on, source="demo")
    for number, home in enumerate(homes[len(NAMES) : len(NAMES) + HOMES]):
        due_on = today + timedelta(days=number * 5 + 1)
        plan_visit(actor=SYSTEM_ACTOR, kind="rented_house", dwelling_id=home.pk, at=at, due_on=due_on, source="demo")
    if worker is not None:
        load_rounds(worker=worker, code=code, lot=lot, at=at)
    return len(homes[: len(NAMES) + HOMES])
