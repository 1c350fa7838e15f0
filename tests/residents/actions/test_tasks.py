"""One number, one source: another claim is a doubt, a worker looks which is right; captains report homes, a worker looks before it counts."""

from datetime import timedelta

import pytest

from governance.errors import Conflict, Invalid, NotAllowed, NotFound
from governance.ledger.models import Entry
from grids.models import Dwelling
from residents.actions.captains import appoint_captain, captain_reports, revoke_captain
from residents.actions.registering import edit_resident
from residents.actions.rights import challenge_value
from residents.actions.tasks import OTHER, OURS, THEIRS, Seen, ask_worker, settle_task
from residents.disclosure import Looking, disclose
from residents.disclosure.pairs import doubts_shown
from residents.models import ChangeTask, Doubt, HomeNote
from residents.queries.captains import open_tasks
from residents.queries.search import find
from tests.residents.conftest import AT
from tests.residents.people import register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fields")]


@pytest.fixture
def doubt(alice):
    resident = register(alice, 1)
    return challenge_value(actor=alice, resident_id=resident.pk, field="phone", value="13900001111", source="卫健", at=AT)


@pytest.fixture
def home(building):
    return Dwelling.objects.create(building=building, stairwell="1", floor=3, room="301")


def origin(alice, pk):
    [card] = disclose(actor=alice, ids=[pk], looking=Looking("registry", "detail", keys=["phone"]), at=AT)
    return card.shown["phone"].origin


def test_a_doubt_shows_both_values_masked_and_changes_nothing(alice, doubt):
    [row] = doubts_shown(actor=alice, doubts=[doubt], purpose="registry", at=AT)
    assert (row["kept"].text, row["claimed"]) == ("138****0001", "139****1111")
    assert find(actor=alice, text="13800000001").ids == [doubt.resident_id]


@pytest.mark.parametrize(
    ("seen", "phone", "state"),
    [
        (Seen(OURS), "13800000001", "refused"),
        (Seen(THEIRS), "13900001111", "accepted"),
        (Seen(OTHER, "13700002222"), "13700002222", "refused"),
    ],
)
def test_the_worker_settles_which_value_is_right(alice, bob, doubt, seen, phone, state):
    task = ask_worker(actor=alice, doubt_id=doubt.pk, at=AT)
    assert ask_worker(actor=alice, doubt_id=doubt.pk, at=AT).pk == task.pk
    assert [one.pk for one in open_tasks(actor=bob)] == [task.pk]
    settle_task(actor=bob, task_id=task.pk, seen=seen, at=AT)
    assert find(actor=alice, text=phone).ids == [doubt.resident_id]
    assert Doubt.objects.get().state == state
    assert open_tasks(actor=bob) == []
    assert not any(number in str(list(Entry.objects.values_list("detail", flat=True))) for number in ("13900001111", "13700002222"))
    if seen.answer != OURS:
        assert origin(alice, doubt.resident_id)[4], "seen at the door: verified"


def test_a_task_is_settled_once_with_an_answer_and_by_the_grid(alice, bob, carol, doubt):
    task = ask_worker(actor=alice, doubt_id=doubt.pk, at=AT)
    with pytest.raises(NotFound):
        settle_task(actor=carol, task_id=task.pk, seen=Seen(OURS), at=AT)
    for seen in (Seen("whatever"), Seen(OTHER, " ")):
        with pytest.raises(Invalid):
            settle_task(actor=bob, task_id=task.pk, seen=seen, at=AT)
    settle_task(actor=bob, task_id=task.pk, seen=Seen(OURS), at=AT)
    with pytest.raises(Conflict):
        settle_task(actor=bob, task_id=task.pk, seen=Seen(THEIRS), at=AT)


def test_a_worker_verifies_but_does_not_edit(bob, doubt):
    with pytest.raises(NotAllowed):
        edit_resident(actor=bob, resident_id=doubt.resident_id, version=1, values={"phone": "13900001111"}, at=AT)


def test_a_captain_reports_by_the_link_and_a_worker_looks_before_it_counts(bob, building, home):
    link, token = appoint_captain(actor=bob, building_id=building.pk, at=AT)
    assert token not in str(bytes(link.token_hash))
    task = captain_reports(token=token, dwelling_id=home.pk, kind="let", people=3, note="电话13812345678", at=AT)
    assert "13812345678" not in task.note
    assert captain_reports(token=token, dwelling_id=home.pk, kind="let", at=AT).pk == task.pk
    assert not HomeNote.objects.exists()
    settle_task(actor=bob, task_id=task.pk, seen=Seen(THEIRS), at=AT)
    assert HomeNote.objects.get().rented is True


def test_a_captain_who_was_wrong_changes_nothing(bob, building, home):
    _link, token = appoint_captain(actor=bob, building_id=building.pk, at=AT)
    task = captain_reports(token=token, dwelling_id=home.pk, kind="empty", at=AT)
    settle_task(actor=bob, task_id=task.pk, seen=Seen(OURS), at=AT)
    assert (ChangeTask.objects.get().state, HomeNote.objects.exists()) == ("dropped", False)


def test_a_link_that_ended_was_replaced_or_taken_back_opens_nothing(bob, building, home):
    _link, first = appoint_captain(actor=bob, building_id=building.pk, at=AT)
    link, second = appoint_captain(actor=bob, building_id=building.pk, at=AT)
    for token, at in ((first, AT), ("guess", AT), (second, AT + timedelta(days=366))):
        with pytest.raises(NotFound):
            captain_reports(token=token, dwelling_id=home.pk, kind="let", at=at)
    revoke_captain(actor=bob, link_id=link.pk, at=AT)
    with pytest.raises(NotFound):
        captain_reports(token=second, dwelling_id=home.pk, kind="let", at=AT)


def test_a_captain_tells_of_the_own_building_only_and_of_known_things(bob, carol, building, home):
    _link, token = appoint_captain(actor=bob, building_id=building.pk, at=AT)
    with pytest.raises(NotFound):
        captain_reports(token=token, dwelling_id=home.pk + 999, kind="let", at=AT)
    for wrong in ({"kind": "politics"}, {"kind": "let", "people": 99}):
        with pytest.raises(Invalid):
            captain_reports(token=token, dwelling_id=home.pk, at=AT, **wrong)
    with pytest.raises(NotFound):
        appoint_captain(actor=carol, building_id=building.pk, at=AT)
