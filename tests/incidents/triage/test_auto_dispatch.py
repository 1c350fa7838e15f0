"""Nothing is dispatched by itself unless an administrator allowed its category above a measured precision."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from governance.access.actor import SYSTEM_ACTOR
from governance.errors import Invalid, NotAllowed, NotFound
from governance.ledger.models import Entry
from incidents.actions.learning import allow_auto_dispatch, dispatch_allowed, end_auto_dispatch, retrain
from incidents.models import AutoDispatch, Incident, LearnedPrecision
from tests.incidents.triage.test_retraining import closed
from tests.town import Town

LATER = timedelta(minutes=2)


@pytest.fixture
def sure(town: Town) -> Town:
    """An office whose practice is plain: the model is sure and right."""
    closed(town, "环卫公司", 400)
    retrain(actor=SYSTEM_ACTOR, at=town.at)
    return town


def allow(town: Town, share: float = 0.9) -> None:
    allow_auto_dispatch(actor=town.actor("sam"), category_id=town.category.pk, min_precision=share, at=town.at)


def state(case: Incident) -> str:
    return Incident.objects.get(pk=case.pk).state


def test_without_permission_a_case_waits_for_a_person(sure: Town):
    case = sure.case()
    assert dispatch_allowed(at=sure.at + LATER) == []
    assert state(case) == "reported"


def test_with_permission_it_goes_to_the_unit_that_has_such_cases(sure: Town):
    allow(sure)
    case = sure.case()
    assert [done.pk for done in dispatch_allowed(at=sure.at + LATER)] == [case.pk]
    done = Incident.objects.get(pk=case.pk)
    assert (done.state, done.unit) == ("dispatched", sure.units["环卫公司"])
    entry = Entry.objects.get(verb="incident.dispatched", object_id=str(case.pk))
    assert entry.actor_id is None
    assert "按许可自动派遣" in entry.detail["opinion"]
    assert dispatch_allowed(at=sure.at + LATER) == []


@pytest.mark.parametrize("measured", [{"right": 40, "sure": 80}, {"right": 5, "sure": 5}, {"model": "another model"}])
def test_below_the_measured_precision_it_waits(sure: Town, measured: dict[str, object]):
    allow(sure)
    LearnedPrecision.objects.update(**measured)
    case = sure.case()
    assert dispatch_allowed(at=sure.at + LATER) == []
    assert state(case) == "reported"


def test_unmeasured_it_waits(sure: Town):
    allow(sure)
    LearnedPrecision.objects.all().delete()
    sure.case()
    assert dispatch_allowed(at=sure.at + LATER) == []


@pytest.mark.parametrize(
    "change",
    [{"placing": "community"}, {"returns": 1}, {"verified": "unclear"}, {"received_at": -timedelta(days=2)}, {"state": "verifying"}],
)
def test_what_asks_for_a_second_look_waits(sure: Town, change: dict[str, object]):
    allow(sure)
    case = sure.case()
    moved = {name: sure.at + value if isinstance(value, timedelta) else value for name, value in change.items()}
    Incident.objects.filter(pk=case.pk).update(**moved)
    assert dispatch_allowed(at=sure.at + LATER) == []


def test_a_likely_duplicate_and_a_case_of_this_minute_wait(sure: Town):
    allow(sure)
    first = sure.case()
    assert dispatch_allowed(at=sure.at + timedelta(seconds=30)) == []
    second = sure.case(by="bea")
    assert dispatch_allowed(at=sure.at + LATER) == []
    assert {state(first), state(second)} == {"reported"}


def test_permission_is_an_administrator_s_and_on_record(sure: Town):
    for name in ("alice", "erin", "sue"):
        with pytest.raises(NotAllowed):
            allow_auto_dispatch(actor=sure.actor(name), category_id=sure.category.pk, min_precision=0.9, at=sure.at)
    with pytest.raises(Invalid):
        allow_auto_dispatch(actor=SYSTEM_ACTOR, category_id=sure.category.pk, min_precision=0.9, at=sure.at)
    for share in (0.49, 1.01, float("nan")):
        with pytest.raises(Invalid):
            allow(sure, share)
    allow(sure)
    allow(sure, 0.95)
    assert AutoDispatch.objects.get().min_precision == 0.95
    assert Entry.objects.filter(verb="autodispatch.allowed").count() == 2
    end_auto_dispatch(actor=sure.actor("sam"), category_id=sure.category.pk, at=sure.at)
    assert Entry.objects.filter(verb="autodispatch.ended").count() == 1
    with pytest.raises(NotFound):
        end_auto_dispatch(actor=sure.actor("sam"), category_id=sure.category.pk, at=sure.at)


def test_the_page_shows_the_measure_and_gives_and_ends_the_permission(sure: Town, client: Client):
    client.force_login(sure.people["sam"])
    page = reverse("practice")
    shown = client.get(page).content.decode()
    assert "上水井盖" in shown
    assert "400" in shown
    sent = {"act": "allow", "category": str(sure.category.pk), "share": "92.5"}
    assert client.post(page, sent).status_code == 302
    assert AutoDispatch.objects.get().min_precision == 0.925
    assert "已启用" in client.get(page).content.decode()
    assert client.post(page, {"act": "end", "category": str(sure.category.pk)}).status_code == 302
    assert not AutoDispatch.objects.exists()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"act": "allow", "share": "很高"}, 400),
        ({"act": "allow", "share": "20"}, 400),
        ({"act": "allow", "share": "nan"}, 400),
        ({"act": "?"}, 404),
        ({"act": "allow", "category": "x", "share": "90"}, 400),
    ],
)
def test_the_page_refuses_what_is_no_permission(sure: Town, client: Client, sent: dict[str, str], status: int):
    client.force_login(sure.people["sam"])
    assert client.post(reverse("practice"), {"category": str(sure.category.pk)} | sent).status_code == status


def test_the_page_is_the_administrator_s(sure: Town, client: Client):
    client.force_login(sure.people["alice"])
    assert client.get(reverse("practice")).status_code in {403, 404}
