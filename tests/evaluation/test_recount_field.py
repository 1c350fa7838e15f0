"""Visits, patrols and spot checks, counted once more from the ledger's entries, are what the page says: for months made at random."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.actions.spots import note_spot_check, withdraw_spot_check
from evaluation.cards.overview import all_groups
from evaluation.periods import Span, period_of, today
from evaluation.queries import stocks
from evaluation.queries.catalogue import catalogue as indicators
from evaluation.queries.figures import Subject
from governance.access.actor import SYSTEM_ACTOR, actor_of
from governance.errors import Refused
from governance.ledger.models import Entry
from grids.actions.patrols import start_patrol
from grids.models import Building, Dwelling
from incidents.clock import SHANGHAI
from incidents.queries import reference
from residents.actions.visits import load_visit_kinds, plan_visit, record_visit
from residents.actions.visits.recording import Told
from residents.models import Household, VisitPlan
from tests.town import DISTRICT, Town

BEGUN = datetime(2026, 11, 1, 16, tzinfo=UTC)  # midnight of the second in Shanghai
CODES = ("visit_cover_rate", "patrol_days_rate", "missed", "info_accuracy")
MOVES = st.lists(
    st.tuples(
        st.sampled_from(["visit", "visit", "patrol", "patrol", "missed", "records", "withdraw"]),
        st.integers(0, 5),
        st.sampled_from(["met", "phoned", "absent", "declined"]),
        st.integers(1, 60 * 24 * 9),
    ),
    min_size=1,
    max_size=14,
)


class Field:
    """Bob's and Bea's grid with three households, and a month that goes on."""

    def __init__(self, town: Town) -> None:
        self.town, self.at = town, BEGUN
        self.spots: list[UUID] = []
        load_visit_kinds(actor=SYSTEM_ACTOR, at=self.at)
        box = MultiPolygon(Polygon.from_bbox((114.35, 22.68, 114.3505, 22.6805)), srid=4326)
        building = Building.objects.create(code="B9", name="9栋", grid_code=town.grid, floors=3, footprint=box)
        self.plans: list[VisitPlan] = []
        for floor in (1, 2, 3):
            home = Dwelling.objects.create(building=building, stairwell="1", floor=floor, room=f"{floor}01")
            Household.objects.create(code=town.grid, dwelling=home, formed_at=self.at)
            self.plans.append(plan_visit(actor=SYSTEM_ACTOR, kind="rented_house", dwelling_id=home.pk, at=self.at))

    def actor(self, name: str):
        return actor_of(user=self.town.people[name], at=self.at)

    def move(self, move: str, which: int, outcome: str, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)
        name = ("bob", "bea")[which % 2]
        try:
            with transaction.atomic():
                self.step(move, which, outcome, name)
        except Refused:
            return

    def step(self, move: str, which: int, outcome: str, name: str) -> None:
        if move == "visit":
            told = Told(plan_id=self.plans[which % 3].pk, outcome=outcome, captured_at=self.at)
            record_visit(actor=self.actor(name), visit_id=uuid4(), told=told, at=self.at)
        elif move == "patrol":
            start_patrol(actor=self.actor(name), patrol_id=uuid4(), captured_at=self.at, at=self.at)
        elif move == "withdraw" and self.spots:
            withdraw_spot_check(actor=self.actor("erin"), check_id=self.spots[which % len(self.spots)], reason="记错", at=self.at)
        elif move in {"missed", "records"}:
            self.spots.append(uuid4())
            counts = {"found": which + 1} if move == "missed" else {"sampled": which + 3, "right": which}
            note_spot_check(
                actor=self.actor("erin"), check_id=self.spots[-1], kind=move, code=self.town.grid, person_id=self.town.people[name].pk,
                day=today(self.at), counts=counts, note="抽查", at=self.at,
            )  # fmt: skip


def local(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()


def recounted(at: datetime) -> dict[str, tuple[int, int]]:
    """The same from the entries of the ledger, one by one; households, plans and posts are what stands."""
    month = local(at).replace(day=1)
    mine = [entry for entry in Entry.objects.order_by("id") if local(entry.at).replace(day=1) == month]
    met = {entry.detail["plan"] for entry in mine if entry.verb == "visit.recorded" and entry.detail["outcome"] in {"met", "phoned"}}
    homes = {str(plan.pk): plan.dwelling_id for plan in VisitPlan.objects.all()}
    visited = {homes[plan] for plan in met}
    passed = [month + timedelta(days=n) for n in range((local(at) - month).days)]
    days = {day for day in passed if reference.calendar().is_workday(day)}
    walked: dict[int | None, set[date]] = {1: set(), 2: set()}
    for entry in mine:
        if entry.verb == "patrol.started":
            walked.setdefault(entry.actor_id, set()).add(local(entry.at))
    gone = {entry.object_id for entry in Entry.objects.filter(verb="spot.withdrawn")}
    spots = [entry.detail for entry in Entry.objects.filter(verb="spot.noted") if entry.object_id not in gone]
    spots = [spot for spot in spots if date.fromisoformat(spot["day"]).replace(day=1) == month]
    return {
        "visit_cover_rate": (sum(one.dwelling_id in visited for one in Household.objects.all()), Household.objects.count()),
        "patrol_days_rate": (sum(len(days & found) for found in walked.values()), 2 * len(days)),
        "missed": (sum(spot["found"] for spot in spots), 0),
        "info_accuracy": (sum(spot["right"] for spot in spots), sum(spot["sampled"] for spot in spots)),
    }


def apart(field: Field) -> list[str]:
    """Where the two disagree, a second after the last thing happened."""
    at = field.at + timedelta(seconds=1)
    month = period_of(Span.MONTH, today(at))
    groups = all_groups(Subject((DISTRICT,)), ("grid_worker",), month, at)
    fast = indicators(("inspector", "grid_worker"), month=month.key).values(groups)
    slow = recounted(at)
    assert set(slow) == set(CODES)
    return [
        f"{code}: fast {(fast[code].top, fast[code].bottom)}, slow {slow[code]}"
        for code in CODES
        if (fast[code].top, fast[code].bottom or 0) != slow[code]
    ]


@pytest.mark.django_db
def test_visits_patrols_and_spot_checks_are_what_the_ledger_alone_says(town, catalogue) -> None:
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    @given(MOVES)
    def for_any_month(moves) -> None:
        with transaction.atomic():
            field = Field(town)
            for move in moves:
                field.move(*move)
            found = apart(field)
            transaction.set_rollback(True)
        assert not found, "\n".join([*found, *map(str, moves)])

    for_any_month()


@pytest.mark.django_db
def test_a_count_that_takes_a_closed_door_for_a_visit_is_noticed(town, catalogue, monkeypatch) -> None:
    """The red control."""
    field = Field(town)
    field.move("visit", 0, "absent", 60)
    assert not apart(field)
    monkeypatch.setattr(stocks, "VISITED", stocks.VISITED.replace("('met', 'phoned')", "('met', 'phoned', 'absent')"))
    assert apart(field)
