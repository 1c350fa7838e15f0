"""The simulation: the demo's people go on working, through the real actions."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from governance.access.actor import PUBLIC, actor_of
from governance.access.models import User
from governance.ledger.models import Entry
from governance.ledger.verify import chains, check_chain
from incidents.actions.demo.loading import Demo
from incidents.actions.demo.simulation import FEW, Happening, Simulation
from incidents.actions.report import Report, report_incident
from incidents.models import Category, Incident, Photo, Tally
from tests.incidents.demotown import NOW, SEED, demo_town

STEPS = 100


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with django_db_blocker.unblock(), demo_town(tmp_path_factory.mktemp("media"), cases=FEW + 60, pictures=False) as demo:
        yield demo


@pytest.fixture
def demo(loaded: Demo, db: None) -> Demo:
    return loaded


def ran(steps: int) -> list[Happening]:
    simulation = Simulation(seed=SEED, at=NOW)
    return [simulation.step(at=NOW + timedelta(seconds=20 * number)) for number in range(steps)]


def test_the_board_lives_cases_come_in_and_go_on_to_the_end(demo: Demo) -> None:
    before = Incident.objects.count()
    done = Counter(happening.verb for happening in ran(STEPS) if not happening.refused)
    assert {"report", "dispatch", "assign", "feed_back", "send_to_check", "check", "close"} <= set(done)
    assert sum(done.values()) > 0.97 * STEPS, "hardly anything is refused"
    assert Incident.objects.count() == before + done["report"]
    assert Entry.objects.filter(kind="incident", at__gte=NOW).count() >= sum(done.values())
    assert all(check_chain(chain=chain, outside={}).fault is None for chain in chains())
    counted = {(code, state): total for code, state, total in Tally.objects.values_list("code", "state", "count") if total}
    assert counted == Counter(Incident.objects.values_list("code", "state"))
    assert Photo.objects.filter(uploaded_at__gt=NOW, incident__isnull=False, stage="after").exists()


def test_the_same_seed_and_moment_take_the_same_steps(demo: Demo) -> None:
    with transaction.atomic():
        first = ran(12)
        transaction.set_rollback(True)
    assert [one.verb for one in ran(12)] == [one.verb for one in first]


def test_what_real_people_filed_is_left_to_them(demo: Demo) -> None:
    actor = actor_of(user=User.objects.get(username="worker"), at=NOW)
    category = Category.objects.get(kind="event", code="0401")
    mine, _new = report_incident(actor=actor, incident_id=uuid4(), report=Report(category_id=category.pk, captured_at=NOW), at=NOW)
    theirs, _new = report_incident(actor=PUBLIC, incident_id=uuid4(), report=Report(category_id=category.pk, captured_at=NOW), at=NOW)
    ran(40)
    for case in (mine, theirs):
        case.refresh_from_db()
        assert (case.state, case.version) == ("reported", 1)


def test_a_handful_of_steps_at_once_are_told_line_by_line(demo: Demo) -> None:
    out = StringIO()
    call_command("simulate", "--once", "5", stdout=out)
    lines = out.getvalue().strip().splitlines()
    assert len(lines) == 6
    assert sum(int(part.rsplit(" ", 1)[1]) for part in lines[-1].split(", ")) == 5


def test_ctrl_c_ends_it_cleanly_with_a_summary(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    real, taken = Simulation.step, []

    def step(self: Simulation, **given: Any) -> Happening:
        if len(taken) == 3:
            raise KeyboardInterrupt
        taken.append(real(self, **given))
        return taken[-1]

    monkeypatch.setattr(Simulation, "step", step)
    out = StringIO()
    call_command("simulate", "--rate", "600", stdout=out)
    assert sum(int(part.rsplit(" ", 1)[1]) for part in out.getvalue().strip().splitlines()[-1].split(", ")) == 3


@pytest.mark.parametrize("rate", ["0", "-1", "many", "1e9"])
def test_a_rate_must_be_a_rate(rate: str) -> None:
    with pytest.raises(CommandError):
        call_command("simulate", "--rate", rate)
