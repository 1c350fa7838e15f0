"""What a worker looks at on the spot, by the phone: listed masked, kept for own grids only, answered once however often it is sent."""

from datetime import timedelta
from uuid import uuid4

import pytest

from governance.access.actor import Actor, Held
from governance.access.models import Post
from governance.errors import Conflict, NotFound
from governance.ledger.models import Entry
from governance.phones import Kept
from grids.models import Division, Dwelling
from residents.actions.captains import appoint_captain, captain_reports
from residents.actions.rights import challenge_value
from residents.actions.selfreports import send_report, settle_report
from residents.actions.tasks import THEIRS, Seen, ask_worker, settle_task
from residents.disclosure.changes import change_list, report_list
from residents.models import ChangeTask, Doubt, Resident, SelfReport
from tests.residents.conftest import AT, GRID, STREET
from tests.residents.people import register, with_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fields")]
COMMUNITY = GRID[:12]


@pytest.fixture
def task(alice):
    resident = register(alice, 1)
    doubt = challenge_value(actor=alice, resident_id=resident.pk, field="phone", value="13900001111", source="卫健", at=AT)
    return ask_worker(actor=alice, doubt_id=doubt.pk, at=AT)


@pytest.fixture
def report(db):
    for code in (STREET[:6], STREET, COMMUNITY):
        Division.objects.get_or_create(code=code, defaults={"name": code})
    values = {"name": "赵一", "phone": "13700003333", "residence_address": "锦绣路12号"}
    return send_report(kind="person", code=COMMUNITY, values=values, notice="1", at=AT)[0]


def kept(answer=None, *, ago=timedelta(minutes=5)):
    return Kept(answer or uuid4(), AT - ago)


def test_the_list_is_masked_names_both_sources_and_one_look_is_recorded(bob, task):
    found = change_list(actor=bob, at=AT)
    [row] = found["tasks"]
    assert (found["keep"], row["kept"], row["claimed"], row["claimed_source"]) == (True, "138****0001", "139****1111", "卫健")
    assert "13800000001" not in str(found)
    entry = Entry.objects.get(verb="resident.read")
    assert (entry.actor_id, entry.detail["surface"]) == (bob.user_id, "offline")


def test_a_leader_of_a_community_keeps_nobody_on_the_phone(task):
    leader = Actor(8, "Lena", (Held("grid_leader", COMMUNITY),))
    found = change_list(actor=leader, at=AT)
    assert (found["keep"], len(found["tasks"])) == (False, 1)
    assert Entry.objects.get(verb="resident.read").detail["surface"] == "list"


def test_a_captains_word_is_listed_with_the_home(alice, bob, building):
    home = Dwelling.objects.create(building=building, stairwell="1", floor=3, room="301")
    _link, token = appoint_captain(actor=alice, building_id=building.pk, at=AT)
    captain_reports(token=token, dwelling_id=home.pk, kind="let", people=2, note="新租户", at=AT)
    [row] = change_list(actor=bob, at=AT)["tasks"]
    assert (row["two"], row["people"], row["note"]) == (False, 2, "新租户")
    assert "301" in row["title"]


def test_a1_the_same_answer_again_is_one_answer_and_one_entry(bob, task):
    answer = kept()
    for _n in range(2):
        settle_task(actor=bob, task_id=task.pk, seen=Seen(THEIRS), kept=answer, at=AT)
    assert Doubt.objects.get().state == "accepted"
    assert Entry.objects.filter(verb="task.done").count() == 1


def test_a7_another_answer_or_another_person_finds_it_settled(bob, task):
    answer = kept()
    settle_task(actor=bob, task_id=task.pk, seen=Seen(THEIRS), kept=answer, at=AT)
    for actor, given in ((bob, kept()), (Actor(9, "Bea", bob.posts), answer)):
        with pytest.raises(Conflict):
            settle_task(actor=actor, task_id=task.pk, seen=Seen(THEIRS), kept=given, at=AT)


def test_b12_what_was_answered_before_the_post_ended_counts_from_then_and_nothing_after(bob, task):
    with_user(bob)
    Post.objects.filter(user=bob.user_id).update(starts_at=AT - timedelta(days=9), ends_at=AT - timedelta(hours=1))
    gone = Actor(bob.user_id, bob.name, ())
    with pytest.raises(NotFound):
        settle_task(actor=gone, task_id=task.pk, seen=Seen(THEIRS), kept=kept(), at=AT)
    ChangeTask.objects.update(made_at=AT - timedelta(days=1))
    settled = settle_task(actor=gone, task_id=task.pk, seen=Seen(THEIRS), kept=kept(ago=timedelta(hours=2)), at=AT)
    assert settled.done_at == AT - timedelta(hours=2)


def test_a_declaration_is_listed_masked_never_kept_and_settled_once(bob, carol, report):
    found = report_list(actor=bob, at=AT)
    [row] = found["reports"]
    assert ("keep" in found, "13700003333" in str(row)) == (False, False)
    assert Entry.objects.filter(verb="report.read").count() == 1
    answer = kept()
    for _n in range(2):
        settle_report(actor=bob, report_id=report.pk, accepted=True, grid=GRID, kept=answer, at=AT)
    assert (Resident.objects.get().code, Entry.objects.filter(verb="report.accepted").count()) == (GRID, 1)
    with pytest.raises(NotFound):
        settle_report(actor=carol, report_id=report.pk, accepted=True, kept=answer, at=AT)


def test_the_doors_take_what_a_phone_sends_and_name_what_is_wrong(as_, bob, task, report, noon):
    client = as_(bob)
    assert [one["id"] for one in client.get("/api/change-tasks/").json()["tasks"]] == [str(task.pk)]
    body = {"answer_id": str(uuid4()), "captured_at": AT.isoformat(), "answer": "theirs", "payload": 3, "sent_at": AT.isoformat()}
    wrong = client.post(f"/api/change-tasks/{task.pk}/seen/", body | {"answer": "maybe"}, content_type="application/json")
    assert (wrong.status_code, "answer" in wrong.json()["error"]["fields"]) == (400, True)
    answers = [client.post(f"/api/change-tasks/{task.pk}/seen/", body, content_type="application/json") for _n in range(2)]
    assert [(one.status_code, one.json()) for one in answers] == [(200, {"id": str(task.pk)})] * 2
    late = client.post(f"/api/change-tasks/{task.pk}/seen/", body | {"answer_id": str(uuid4())}, content_type="application/json")
    assert late.status_code == 409
    [row] = client.get("/api/self-reports/").json()["reports"]
    told = {"answer_id": str(uuid4()), "captured_at": AT.isoformat(), "accepted": False}
    bare = client.post(f"/api/self-reports/{row['id']}/checked/", told, content_type="application/json")
    assert (bare.status_code, "reason" in bare.json()["error"]["fields"]) == (400, True)
    assert (
        client.post(f"/api/self-reports/{row['id']}/checked/", told | {"reason": "查无此人"}, content_type="application/json").status_code
        == 200
    )
    assert SelfReport.objects.get().state == "refused"
