"""Two cities: cases given, cases taken, news in both directions, and twice is once; what may go wrong, over a live server."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from governance.errors import Invalid
from governance.ledger.models import Entry
from incidents.actions.desk import dispatch_incident, refuse_incident
from incidents.actions.exchange import add_peer, send_case, sync_peer
from incidents.actions.keys import issue_key
from incidents.models import Category, Exchange, Incident, Peer
from tests.browser.serving import served
from tests.incidents.open311.second import Second, second_instance
from tests.town import OTHER_STREET, build_town


@pytest.fixture
def two(transactional_db: None) -> Iterator[SimpleNamespace]:
    """Our second instance is the other street's jurisdiction, over HTTP. Its manhole covers are our category `0102`."""
    town = build_town()
    town.at = timezone.now() - timedelta(hours=2)
    ours = Category.objects.create(kind="component", code="0102", name="污水井盖", major_code="01", major_name="公用设施")
    key = issue_key(actor=SYSTEM_ACTOR, name="ours at theirs", at=town.at)
    with served() as address:
        peer = add_peer(
            actor=SYSTEM_ACTOR, name="邻区", endpoint=f"{address}/open311/v2", at=town.at, api_key=key, jurisdiction=OTHER_STREET, inside=True,
            services={"c0101": "c0102"},
        )  # fmt: skip
        yield SimpleNamespace(town=town, peer=peer, ours=ours)


def round_with(two: SimpleNamespace, **changes: Any) -> dict[str, Any]:
    two.peer.refresh_from_db()
    return dict(sync_peer(actor=SYSTEM_ACTOR, peer=two.peer, at=timezone.now(), **changes).payload())


def verbs(case: Incident) -> list[str]:
    return list(Entry.objects.filter(object_id=str(case.pk)).order_by("pk").values_list("verb", flat=True))


def test_two_cities_with_databases_and_servers_of_their_own_exchange_cases_and_news_each_once(transactional_db: None, prove: Any):
    """Our second instance is another process over another database: nothing but HTTP lies between the two."""
    town = build_town()
    town.at = timezone.now() - timedelta(hours=2)
    other = Category.objects.create(kind="component", code="0102", name="污水井盖", major_code="01", major_name="公用设施")
    with second_instance() as city:
        with city.inside():
            key = issue_key(actor=SYSTEM_ACTOR, name="ours at theirs", at=town.at)
            theirs = town.case(grid=town.other_grid, text="井盖响")
        assert not Incident.objects.exists(), "what happens there happens in another database"
        peer = add_peer(
            actor=SYSTEM_ACTOR, name="邻市", endpoint=f"{city.address}/open311/v2", at=town.at, api_key=key, inside=True,
            services={"c0101": "c0102"},
        )  # fmt: skip
        two = SimpleNamespace(town=town, peer=peer)
        takes_their_case_once(two, city, theirs, other)
        prove("own second instance", "cases taken once, news both ways once")
        gives_our_case_once(two, city, other)
        prove("own second instance", "a case given once, its news come back")


def takes_their_case_once(two: SimpleNamespace, city: Second, theirs: Incident, category: Category) -> None:
    first, again = round_with(two), round_with(two)
    assert (first["new"], first["fault"], again["new"], again["heard"]) == (1, "", 0, 0)
    taken = Incident.objects.get()
    assert (taken.category, taken.source, Exchange.objects.get().remote_id) == (category, "open311", theirs.number)
    with city.inside():
        refuse_incident(actor=two.town.actor("carol"), incident_id=theirs.pk, version=1, at=timezone.now(), reason="不属城管范围")
    assert [round_with(two)["heard"] for _n in range(2)] == [1, 0]
    assert verbs(taken) == ["incident.reported", "incident.exchanged", "incident.noted"]
    assert Entry.objects.get(verb="incident.noted").detail["status"] == "closed"
    taken.refresh_from_db()
    refuse_incident(actor=two.town.actor("carol"), incident_id=taken.pk, version=taken.version, at=timezone.now(), reason="对方已处理")
    assert round_with(two)["told"] == 1
    quiet = round_with(two)
    assert (quiet["told"], quiet["heard"], quiet["new"], quiet["changed"]) == (0, 0, 0, 0), "no news go round in circles"
    with city.inside():
        assert verbs(theirs) == ["incident.reported", "incident.refused", "incident.noted"]
        assert Incident.objects.get(pk=theirs.pk).state == "refused", "a note moves nothing"


def gives_our_case_once(two: SimpleNamespace, city: Second, category: Category) -> None:
    town = two.town
    ours = town.case(category_id=category.pk, grid=town.other_grid, text="污水外溢，电话 13800131234")
    Incident.objects.filter(pk=ours.pk).update(state="filed")
    ours = Incident.objects.select_related("category").get(pk=ours.pk)
    for _n in range(2):
        exchange = send_case(actor=SYSTEM_ACTOR, peer=two.peer, incident=ours, at=timezone.now())
    with city.inside():
        there = Incident.objects.select_related("category").get(number=exchange.remote_id)
        assert (there.category.code, "13800131234" in there.text, Incident.objects.count()) == ("0101", False, 2)
        unit = town.units["市政养护所"]
        dispatch_incident(actor=town.actor("carol"), incident_id=there.pk, version=1, at=timezone.now(), unit_id=unit.pk)
    done = round_with(two, take=False)
    assert done["fault"] == ""
    assert done["heard"] >= 2, "reported, filed, dispatched there"
    assert verbs(ours).count("incident.noted") == done["heard"]
    assert round_with(two, take=False)["heard"] == 0


def test_a_lost_answer_sends_no_second_case(two: SimpleNamespace, monkeypatch: pytest.MonkeyPatch):
    from governance.outbound import Unreachable, call
    from incidents.actions.exchange import calling
    from incidents.actions.exchange.calling import Failed

    ours = two.town.case(category_id=two.ours.pk, grid=two.town.other_grid)
    ours = Incident.objects.select_related("category").get(pk=ours.pk)

    def losing(**given: Any) -> Any:
        call(**given)
        raise Unreachable("the answer was lost")

    with monkeypatch.context() as bad:
        bad.setattr(calling, "call", losing)
        with pytest.raises(Failed):
            send_case(actor=SYSTEM_ACTOR, peer=two.peer, incident=ours, at=timezone.now())
    assert (Exchange.objects.get().remote_id, Incident.objects.count()) == ("", 2)
    assert round_with(two, take=False)["sent"] == 1
    assert Incident.objects.count() == 2
    assert Exchange.objects.get().remote_id != ""


def test_a_server_that_is_away_is_named_on_the_peer_and_the_next_round_goes_on(two: SimpleNamespace):
    Peer.objects.update(endpoint="http://127.0.0.1:9/open311/v2")
    assert round_with(two)["fault"] != ""
    assert Peer.objects.get().fault != ""


def test_e3_a_peer_outside_is_https_and_public_and_a_coarse_case_does_not_go_out(two: SimpleNamespace):
    for endpoint in ("http://city.example/open311", "https://user@city.example/", "ftp://city.example"):
        with pytest.raises(Invalid):
            add_peer(actor=SYSTEM_ACTOR, name=endpoint, endpoint=endpoint, at=timezone.now(), services={"1": "c0101"})
    with pytest.raises(Invalid):
        add_peer(actor=SYSTEM_ACTOR, name="x", endpoint="https://city.example/v2", at=timezone.now(), services={"1": "c9999"})
    Category.objects.update(publicity="coarse")
    case = Incident.objects.select_related("category").get(pk=two.town.case(category_id=two.ours.pk).pk)
    with pytest.raises(Invalid):
        send_case(actor=SYSTEM_ACTOR, peer=two.peer, incident=case, at=timezone.now())


def test_the_commands_do_the_same(two: SimpleNamespace, capsys: pytest.CaptureFixture[str]):
    two.town.case(grid=two.town.other_grid)
    call_command("open311_exchange", "邻区")
    assert '"new": 1' in capsys.readouterr().out
    ours = two.town.case(category_id=two.ours.pk, grid=two.town.other_grid)
    call_command("open311_exchange", "邻区", "--send", ours.number, "--no-import")
    assert Exchange.objects.filter(incident=ours.pk).exclude(remote_id="").exists()
    call_command("open311_peer", "end", "邻区")
    assert Peer.objects.get().sealed_key is None
