"""Visits in the demonstration (演示走访): people and homes of a grid, and a month of visits that leaves a believable day to do."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR, Actor
from grids.models import Dwelling
from incidents.actions.demo.ids import demo_id
from residents.actions.registering import register_resident
from residents.actions.visits import Told, plan_visit, record_visit
from residents.models import VisitPlan
from residents.queries.visits import plans_for

NAMES = ("王桂兰", "陈阿福", "林秀珍", "黄伯年", "吴月娥", "何顺安")
HOMES = 3
REGISTERED = 38
"""Days since the demo's people were registered: nobody was visited before."""
MONTHLY = 30
NEXT = (-2, -1, 0, 0, 0, 1, 1, MONTHLY, MONTHLY)
"""In how many days the first of a grid's monthly visits are due: two missed, three today, two were made this morning."""
OUTCOMES = ("met", "met", "met", "met", "phoned")
NOTES = ("", "", "一切正常。", "已提醒用电用气安全。", "身体尚好，子女周末来看。")


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
        _visited(worker, list(plans_for(worker).filter(resident__code=code, planned_at__lt=at).select_related("kind")), lot, at, seed)
    return len(homes[: len(NAMES) + HOMES])


def _visited(worker: Actor, plans: list[VisitPlan], lot: Random, at: datetime, seed: int) -> None:
    """Each of these plans was kept: the next visits are spread over their cycles, and a few of them fall on today."""
    lot.shuffle(plans)
    near = list(NEXT)
    for plan in plans:
        days = near.pop(0) if near and plan.cycle == MONTHLY else lot.randrange(max(2, plan.cycle - REGISTERED), plan.cycle)
        when = at - timedelta(days=plan.cycle - days, minutes=20 + 10 * len(near))
        told = Told(plan.pk, lot.choice(OUTCOMES), when, lot.choice(NOTES))
        record_visit(actor=worker, visit_id=demo_id(seed, plan.code, plan.resident_id, plan.kind_id, "visit"), told=told, at=when)
