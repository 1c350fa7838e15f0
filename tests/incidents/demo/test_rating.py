"""Residents of the demonstration give marks by the real action."""

from datetime import timedelta

from governance.ledger.models import Entry
from incidents.actions.demo.rating import MOST, rate_some
from incidents.models import Incident
from tests.town import Town


def closed(town: Town, number: int, **given: object) -> None:
    case = town.case()
    values = {"state": "closed", "closed_at": town.at, "source": "wechat", "origin": f"demo:{number}", "late": False} | given
    Incident.objects.filter(pk=case.pk).update(**values)


def test_some_of_those_whose_case_was_closed_lately_give_a_mark(town: Town) -> None:
    for number in range(40):
        closed(town, number)
    rated = rate_some(at=town.at + timedelta(hours=1), seed=1)
    assert 0 < rated <= 20 < MOST
    assert Incident.objects.filter(rating__isnull=False).count() == rated == Entry.objects.filter(verb="incident.rated").count()


def test_nobody_rates_what_a_worker_found_what_is_old_or_what_is_no_demonstration(town: Town) -> None:
    for number in range(20):
        closed(town, number, source="grid_worker")
        closed(town, 100 + number, origin=f"real:{number}")
        closed(town, 200 + number, received_at=town.at - timedelta(days=50), closed_at=town.at - timedelta(days=40))
    assert rate_some(at=town.at, seed=1) == 0
