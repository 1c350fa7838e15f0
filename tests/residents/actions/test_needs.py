"""Needs call for visits: planned with the tag, ended with it, whoever registered the person; missed ones are seen by the leader."""

from datetime import timedelta

import pytest

from governance.access.actor import SYSTEM_ACTOR, Actor, Held
from governance.ledger.models import Entry
from residents.actions.moving import leave
from residents.actions.registering import edit_resident
from residents.actions.visits import load_visit_kinds, plan_visit
from residents.disclosure.late import late_visits
from residents.models import VisitPlan
from tests.residents.conftest import AT, GRID
from tests.residents.imports.files import LABELS, load, table, write
from tests.residents.people import register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fields", "kinds")]


@pytest.fixture
def kinds(db):
    load_visit_kinds(actor=SYSTEM_ACTOR, at=AT)


@pytest.fixture
def leader():
    return Actor(4, "Dora", (Held("grid_leader", GRID),))


def plans(**more):
    return sorted(VisitPlan.objects.filter(ended_at__isnull=True, **more).values_list("kind_id", "cycle_days", "source"))


def test_a_need_plans_visits_with_the_shortest_cycle_and_an_unknown_one_is_just_kept(alice):
    register(alice, 1, need_tags="独居老人;失能老人;爱下棋")
    assert plans() == [("solitary_elderly", 15, "need")]
    assert "失能" not in str(list(Entry.objects.values_list("detail", flat=True)))


def test_a_need_that_is_gone_ends_its_visits_and_nobody_elses(alice):
    resident = register(alice, 1, need_tags="残疾人")
    plan_visit(actor=alice, kind="other", resident_id=resident.pk, at=AT)
    edit_resident(actor=alice, resident_id=resident.pk, version=1, values={"need_tags": "独居老人"}, at=AT)
    assert [kind for kind, _days, _source in plans()] == ["other", "solitary_elderly"]


def test_somebody_who_left_is_visited_no_more(alice):
    resident = register(alice, 1, need_tags="残疾人")
    leave(actor=alice, resident_id=resident.pk, at=AT)
    assert plans() == []


def test_imported_needs_plan_visits_as_registered_ones_do(alice, tmp_path):
    labels = LABELS | {"need_tags": "服务需求标签"}
    load(alice, write(tmp_path, table(3, labels=labels, need_tags="独居老人、低保家庭")))
    assert plans() == [("hardship", 90, "need")] * 3 + [("solitary_elderly", 30, "need")] * 3


def test_a_missed_visit_is_seen_by_the_leader_of_the_grid_and_by_nobody_elsewhere(alice, carol, leader):
    register(alice, 1, need_tags="独居老人")
    on_time, late = AT + timedelta(days=6), AT + timedelta(days=9)
    assert late_visits(actor=leader, at=on_time)["late"] == 0
    found = late_visits(actor=leader, at=late)
    assert (found["late"], found["rows"][0]["days"]) == (1, 2)
    assert "*" in found["rows"][0]["card"].text("name")
    assert late_visits(actor=carol, at=late)["rows"] == []
