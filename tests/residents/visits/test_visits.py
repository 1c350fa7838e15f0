"""Visits: planned once, due by their cycle, told once by the phone, seen by the own grid only, each look recorded."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from governance.access.actor import SYSTEM_ACTOR, Actor, Held
from governance.access.models import Post, User
from governance.errors import Conflict, Invalid, NotFound
from governance.ledger.models import Entry
from grids.models import Dwelling
from residents.actions.moving import move_resident
from residents.actions.rights import erase_resident
from residents.actions.visits import Told, end_plan, finish_errand, load_visit_kinds, plan_visit, record_visit
from residents.disclosure.visits import past_visits, visit_list
from residents.models import Enterprise, Errand, Look, Visit, VisitKind, VisitPlan
from residents.queries.visits import plans_for, visit_counts
from residents.rules import may_visit
from tests.residents.conftest import AT, ELSEWHERE, GRID, OTHER_GRID
from tests.residents.people import person, register, with_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fields", "kinds")]


@pytest.fixture
def kinds(db):
    load_visit_kinds(actor=SYSTEM_ACTOR, at=AT)


@pytest.fixture
def plan(alice):
    return plan_visit(actor=alice, kind="solitary_elderly", resident_id=register(alice, 1).pk, at=AT, due_on=AT.date())


def told(plan, **changes):
    return Told(
        **({"plan_id": plan.pk, "outcome": "met", "captured_at": AT - timedelta(minutes=5), "note": "身体尚好，药快吃完了"} | changes)
    )


def test_kinds_come_with_their_cycles_and_an_office_may_change_one(kinds):
    assert VisitKind.objects.get(pk="solitary_elderly").cycle_days == 30
    VisitKind.objects.filter(pk="solitary_elderly").update(cycle_days=15)
    assert load_visit_kinds(actor=SYSTEM_ACTOR, at=AT) == 0
    assert VisitKind.objects.get(pk="solitary_elderly").cycle_days == 15


def test_the_same_target_planned_again_is_the_same_plan_with_the_new_cycle(alice, plan):
    again = plan_visit(actor=alice, kind="solitary_elderly", resident_id=plan.resident_id, at=AT, cycle_days=7)
    assert (again.pk, again.cycle, VisitPlan.objects.count()) == (plan.pk, 7, 1)
    plan_visit(actor=alice, kind="solitary_elderly", resident_id=plan.resident_id, at=AT, cycle_days=7)
    assert Entry.objects.filter(verb="visit.planned").count() == 2
    end_plan(actor=alice, plan_id=plan.pk, at=AT)
    assert plan_visit(actor=alice, kind="solitary_elderly", resident_id=plan.resident_id, at=AT).pk != plan.pk


def test_the_database_itself_refuses_a_second_open_plan_and_a_plan_of_nothing(plan):
    for wrong in ({"resident_id": plan.resident_id}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            VisitPlan.objects.create(kind_id="solitary_elderly", code=GRID, due_on=AT.date(), planned_at=AT, **wrong)


def test_a_plan_needs_a_known_kind_and_one_target_of_the_own_area(alice, bob, carol, plan):
    for wrong in ({"kind": "politics", "resident_id": plan.resident_id}, {"kind": "other"}, {"kind": "other", "resident_id": plan.resident_id, "dwelling_id": 1},
                  {"kind": "other", "resident_id": plan.resident_id, "cycle_days": 0}):  # fmt: skip
        with pytest.raises(Invalid):
            plan_visit(actor=alice, at=AT, **wrong)
    for actor in (bob, carol):
        with pytest.raises(NotFound):
            plan_visit(actor=actor, kind="other", resident_id=plan.resident_id, at=AT)
    with pytest.raises(NotFound):
        plan_visit(actor=alice, kind="other", resident_id=uuid4(), at=AT)


def test_a_visit_sets_the_next_day_and_is_recorded_without_its_words(bob, plan):
    visit, new = record_visit(actor=bob, visit_id=uuid4(), told=told(plan), at=AT)
    plan.refresh_from_db()
    assert new
    assert plan.due_on == AT.date() + timedelta(days=30)
    assert visit.note == ""
    assert "药".encode() not in bytes(visit.sealed_note)
    entry = Entry.objects.get(verb="visit.recorded")
    assert (entry.code, entry.actor_id, entry.detail) == (
        GRID,
        bob.user_id,
        {"plan": str(plan.pk), "kind": "solitary_elderly", "outcome": "met"},
    )


def test_nobody_there_is_tried_again_in_three_days_and_a_move_ends_the_plan(bob, plan):
    record_visit(actor=bob, visit_id=uuid4(), told=told(plan, outcome="absent"), at=AT)
    plan.refresh_from_db()
    assert (plan.due_on, plan.visited_at) == (AT.date() + timedelta(days=3), None)
    record_visit(actor=bob, visit_id=uuid4(), told=told(plan, outcome="moved"), at=AT)
    plan.refresh_from_db()
    assert plan.ended_at is not None


def test_a1_the_same_visit_again_is_one_visit_and_one_entry(bob, plan):
    visit_id = uuid4()
    found = [record_visit(actor=bob, visit_id=visit_id, told=told(plan), at=AT + timedelta(days=n)) for n in (0, 3)]
    assert [new for _visit, new in found] == [True, False]
    assert (Visit.objects.count(), Entry.objects.filter(verb="visit.recorded").count()) == (1, 1)


def test_a2_a3_the_same_id_with_other_words_or_of_somebody_else_is_a_conflict(bob, plan):
    visit_id, bea = uuid4(), Actor(9, "Bea", bob.posts)
    record_visit(actor=bob, visit_id=visit_id, told=told(plan), at=AT)
    for actor, other in ((bob, told(plan, outcome="phoned")), (bea, told(plan))):
        with pytest.raises(Conflict) as refused:
            record_visit(actor=actor, visit_id=visit_id, told=other, at=AT)
        assert refused.value.extra == {}


def test_a8_a_visit_that_arrives_late_does_not_take_back_the_later_one(bob, plan):
    record_visit(actor=bob, visit_id=uuid4(), told=told(plan), at=AT)
    record_visit(actor=bob, visit_id=uuid4(), told=told(plan, captured_at=AT - timedelta(days=2), outcome="absent"), at=AT)
    plan.refresh_from_db()
    assert plan.due_on == AT.date() + timedelta(days=30)


def test_a16_a_phone_whose_clock_is_wrong_is_corrected_by_the_server_s(bob, plan):
    ahead = timedelta(days=2)
    visit, _new = record_visit(
        actor=bob, visit_id=uuid4(), told=told(plan, captured_at=AT + ahead - timedelta(hours=1)), sent_at=AT + ahead, at=AT
    )
    assert visit.at == AT - timedelta(hours=1)


def test_b12_a_visit_queued_before_the_post_ended_is_taken_and_later_ones_are_not(bob, plan):
    actor = with_user(bob)
    Post.objects.filter(user=bob.user_id).update(ends_at=AT)
    gone = Actor(actor.user_id, actor.name, ())
    visit, _new = record_visit(actor=gone, visit_id=uuid4(), told=told(plan), at=AT + timedelta(hours=3))
    assert (visit.actor_id, visit.code) == (bob.user_id, GRID)
    with pytest.raises(NotFound):
        record_visit(actor=gone, visit_id=uuid4(), told=told(plan, captured_at=AT + timedelta(hours=1)), at=AT + timedelta(hours=3))
    with pytest.raises(NotFound):
        record_visit(actor=gone, visit_id=uuid4(), told=told(plan), at=AT + timedelta(days=8))


def test_a_need_becomes_an_errand_in_the_same_moment_and_is_done_once(bob, plan):
    errand_id = uuid4()
    record_visit(actor=bob, visit_id=uuid4(), told=told(plan, errand_id=errand_id, errand_kind="health"), at=AT)
    for _n in range(2):
        errand = finish_errand(actor=bob, errand_id=errand_id, captured_at=AT, at=AT)
    assert (errand.done_by, Entry.objects.filter(verb="errand.finished").count()) == (bob.user_id, 1)
    with pytest.raises(Invalid):
        record_visit(actor=bob, visit_id=uuid4(), told=told(plan, errand_id=uuid4(), errand_kind="nothing"), at=AT)
    with pytest.raises(Conflict):
        record_visit(actor=bob, visit_id=uuid4(), told=told(plan, errand_id=errand_id, errand_kind="meals"), at=AT)
    assert Visit.objects.count() == 1


def test_c1_a_worker_of_another_grid_finds_no_plan_no_errand_and_no_past(bob, plan):
    errand_id, other = uuid4(), Actor(7, "Otto", (Held("grid_worker", OTHER_GRID),))
    record_visit(actor=bob, visit_id=uuid4(), told=told(plan, errand_id=errand_id, errand_kind="health"), at=AT)
    for wrong in (
        lambda: record_visit(actor=other, visit_id=uuid4(), told=told(plan), at=AT),
        lambda: finish_errand(actor=other, errand_id=errand_id, captured_at=AT, at=AT),
        lambda: past_visits(actor=other, plan_id=plan.pk, at=AT),
    ):
        with pytest.raises(NotFound):
            wrong()
    assert visit_list(actor=other, at=AT)["visits"] == []


def test_the_list_shows_masked_people_and_leaves_one_look(bob, plan):
    found = visit_list(actor=bob, at=AT)
    [row] = found["visits"]
    text = json.dumps(found, ensure_ascii=False, default=str)
    assert row["title"].startswith(person(1)["name"][0])
    assert "*" in row["title"]
    assert person(1)["name"] not in text
    assert person(1)["phone"] not in text
    assert found["keep"] is True
    assert Look.objects.filter(resident_id=plan.resident_id, actor_id=bob.user_id).count() == 1


def test_a_leader_of_a_community_sees_all_and_keeps_nobody_on_the_phone(plan):
    leader = Actor(8, "Lena", (Held("grid_leader", GRID[:12]),))
    found = visit_list(actor=leader, at=AT)
    assert (len(found["visits"]), found["keep"]) == (1, False)


def test_the_list_takes_as_many_queries_for_three_as_for_one(alice, bob, plan, building, django_assert_num_queries):
    with CaptureQueriesContext(connection) as one:
        visit_list(actor=bob, at=AT)
    door = Dwelling.objects.create(building=building, floor=3, room="301")
    firm = Enterprise.objects.create(name="甲商铺", code=GRID, building=building)
    plan_visit(actor=alice, kind="rented_house", dwelling_id=door.pk, at=AT)
    plan_visit(actor=alice, kind="enterprise", enterprise_id=firm.pk, at=AT)
    plan_visit(actor=alice, kind="disability", resident_id=register(alice, 2).pk, at=AT)
    with CaptureQueriesContext(connection) as more:
        found = visit_list(actor=bob, at=AT)
    assert {row["title"] for row in found["visits"]} >= {"甲商铺", "3栋 301"}
    assert len(found["visits"]) == 4
    assert len(more) <= len(one) + 1  # the buildings, of which there was none before


def test_rule_and_queryset_agree_when_people_move(alice, bob, plan):
    assert list(plans_for(bob)) == [plan]
    move_resident(actor=alice, resident_id=plan.resident_id, code=OTHER_GRID, at=AT)
    plan.refresh_from_db()
    other = Actor(7, "Otto", (Held("grid_worker", OTHER_GRID),))
    for actor in (bob, other):
        assert list(plans_for(actor)) == ([plan] if may_visit(actor, plan.area) else [])
    assert (plans_for(bob).count(), visit_list(actor=bob, at=AT)["visits"]) == (0, [])


def test_what_was_said_is_opened_for_the_grid_with_a_look_and_gone_after_an_erasure(alice, bob, plan):
    record_visit(actor=bob, visit_id=uuid4(), told=told(plan), at=AT)
    before = Look.objects.count()
    assert past_visits(actor=bob, plan_id=plan.pk, at=AT)[0]["note"] == "身体尚好，药快吃完了"
    assert Look.objects.count() == before + 1
    erase_resident(actor=alice, resident_id=plan.resident_id, reason="request", at=AT)
    assert visit_list(actor=bob, at=AT)["visits"] == []


def test_today_s_figures_count_ones_own_visits_and_what_is_still_due(bob, plan):
    assert visit_counts(actor=bob, at=AT) == (0, 1)
    record_visit(actor=bob, visit_id=uuid4(), told=told(plan), at=AT)
    assert visit_counts(actor=bob, at=AT) == (1, 0)


def test_the_doors_take_a_visit_twice_and_name_what_is_wrong(bob, plan):
    with_user(bob)
    client, visit_id = Client(), uuid4()
    client.force_login(User.objects.get(pk=bob.user_id))
    body = {
        "plan": str(plan.pk),
        "outcome": "met",
        "captured_at": "2026-11-20T01:00:00Z",
        "note": "好",
        "payload": 3,
        "errand": {"id": str(uuid4()), "kind": "meals"},
    }
    answers = [client.put(f"/api/visits/{visit_id}/", body, content_type="application/json") for _n in range(2)]
    assert [(one.status_code, one.json()) for one in answers] == [(201, {"id": str(visit_id)}), (200, {"id": str(visit_id)})]
    wrong = client.put(f"/api/visits/{uuid4()}/", body | {"outcome": "x", "errand": None}, content_type="application/json")
    assert (wrong.status_code, list(wrong.json()["error"]["fields"])) == (400, ["outcome"])
    errand = Errand.objects.get()
    done = client.post(f"/api/errands/{errand.pk}/done/", {"captured_at": "2026-11-20T02:00:00Z"}, content_type="application/json")
    assert done.json() == {"id": str(errand.pk)}
    assert client.get("/api/visits/")["Cache-Control"] == "no-store"
    assert client.get(f"/api/visits/plans/{plan.pk}/").json()["visits"][0]["note"] == "好"
    assert client.get(f"/api/visits/plans/{UUID(int=3)}/").status_code == 404
    assert "*" not in client.get("/w/visits/").content.decode()
    assert ELSEWHERE not in client.get("/w/visits/").content.decode()
