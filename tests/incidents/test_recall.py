"""A dispatch is taken back for ten seconds, and not longer."""

from datetime import timedelta

import pytest

from governance.errors import Conflict, IllegalStep, Invalid, NotAllowed
from governance.ledger.models import Entry
from incidents.actions import desk, field
from incidents.cards import detail_card
from incidents.models import Incident
from tests.town import Town

SOON = timedelta(seconds=9)


@pytest.fixture
def sent(town: Town) -> Incident:
    case = town.case()
    unit = town.units["市政养护所"].pk
    return desk.dispatch_incident(actor=town.actor("alice"), incident_id=case.pk, version=1, at=town.at, unit_id=unit)


def recall(town: Town, case: Incident, by: str = "alice", after: timedelta = SOON, version: int | None = None) -> Incident:
    return desk.recall_incident(actor=town.actor(by), incident_id=case.pk, version=version or case.version, at=town.at + after)


def test_it_waits_for_a_unit_again_and_the_record_keeps_both(town: Town, sent: Incident):
    back = recall(town, sent)
    assert (back.state, back.unit_id, back.dispatched_at) == ("filed", None, None)
    verbs = list(Entry.objects.filter(object_id=str(sent.pk)).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["incident.reported", "incident.filed", "incident.dispatched", "incident.recalled"]
    assert back.returns == 0
    other = town.units["环卫公司"].pk
    again = desk.dispatch_incident(actor=town.actor("alice"), incident_id=back.pk, version=back.version, at=town.at + SOON, unit_id=other)
    assert again.unit_id == other


def test_after_the_time_it_is_refused(town: Town, sent: Incident):
    with pytest.raises(Invalid):
        recall(town, sent, after=timedelta(seconds=15))


def test_what_the_unit_took_up_stays_with_it(town: Town, sent: Incident):
    field.assign_incident(actor=town.actor("dan"), incident_id=sent.pk, version=sent.version, at=town.at, handler_id=town.people["dan"].pk)
    with pytest.raises(Conflict):
        recall(town, sent)
    with pytest.raises(IllegalStep):
        recall(town, sent, version=sent.version + 1)


def test_the_unit_itself_cannot_take_it_back(town: Town, sent: Incident):
    with pytest.raises(NotAllowed):
        recall(town, sent, by="dan")


def test_the_step_is_offered_for_ten_seconds_only(town: Town, sent: Incident):
    def offered(after: timedelta) -> bool:
        card = detail_card(actor=town.actor("alice"), incident=sent, at=town.at + after)
        return any(one["verb"] == "recall" for one in card["actions"])

    assert offered(SOON)
    assert not offered(timedelta(seconds=20))
