"""Two at the same instant: the database decides, nobody gets a 500."""

import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from governance.errors import Conflict, Refused
from governance.ledger.models import Entry
from governance.ledger.verify import chains, check_chain
from incidents.actions.desk import dispatch_incident, file_incident
from incidents.actions.report import report_incident
from incidents.models import Incident
from tests.town import Town, build_town

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def built(transactional_db: None) -> Town:
    return build_town()


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Start all together; what each returned or raised, in order."""
    gate, found = threading.Barrier(len(calls)), [None] * len(calls)

    def run(n: int, call: Callable[[], Any]) -> None:
        try:
            gate.wait()
            found[n] = call()
        except Exception as error:  # noqa: BLE001  (whatever it is, the test looks at it)
            found[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, call)) for n, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_a4_copies_sent_at_the_same_instant_make_one_case(built: Town):
    bob = built.actor("bob")
    for _round in range(5):
        case_id, report = uuid4(), built.report()
        found = at_once(*[lambda c=case_id, r=report: report_incident(actor=bob, incident_id=c, report=r, at=built.at)] * 4)
        assert [new for _case, new in found].count(True) == 1
        assert len({case.number for case, _new in found}) == 1
    assert Incident.objects.count() == Entry.objects.filter(verb="incident.reported").count() == 5


def test_a6_two_dispatchers_take_one_case_and_one_is_told_that_the_other_was_faster(built: Town):
    alice, erin, unit = built.actor("alice"), built.actor("erin"), built.units["市政养护所"].pk
    for _round in range(5):
        case: UUID = built.case().pk
        calls = [
            lambda actor=actor, case=case: dispatch_incident(actor=actor, incident_id=case, version=1, unit_id=unit, at=built.at)
            for actor in (alice, erin)
        ]
        found = at_once(*calls)
        won = [one for one in found if isinstance(one, Incident)]
        lost = [one for one in found if isinstance(one, Refused)]
        assert (len(won), len(lost)) == (1, 1), found
        assert type(lost[0]) is Conflict, "not only that the state allows no second one"
        assert Entry.objects.filter(object_id=str(case), verb="incident.dispatched").count() == 1


def test_numbers_stay_unique_and_the_chain_whole_under_many_writers(built: Town):
    bob, alice = built.actor("bob"), built.actor("alice")

    def work() -> None:
        for _n in range(5):
            case, _new = report_incident(actor=bob, incident_id=uuid4(), report=built.report(), at=built.at)
            file_incident(actor=alice, incident_id=case.pk, version=1, at=built.at)

    assert at_once(*[work] * 6) == [None] * 6
    assert Incident.objects.values("number").distinct().count() == 30
    assert all(check_chain(chain=chain, outside={}).fault is None for chain in chains())
    assert list(Entry.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 61))
