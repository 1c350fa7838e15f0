"""Appeal after closing (申诉), forced close and call-back."""

from datetime import timedelta

import pytest

from governance.errors import Conflict, IllegalStep, Invalid, NotAllowed
from incidents.models import Incident, Message
from tests.incidents.walking import step, to
from tests.town import Town


def late_and_closed(town: Town) -> Incident:
    case = to(town, "handling")
    for verb in ("feed_back", "send_to_check", "check", "close"):
        step(town, case, verb, at=town.at + timedelta(days=9))
    return case


def test_an_upheld_appeal_sets_the_flag_and_the_raw_fact_stays(town: Town):
    case = late_and_closed(town)
    step(town, case, "appeal", by="dan", reason="台风停工", at=town.at + timedelta(days=10))
    step(town, case, "review_appeal", by="erin", result="upheld", at=town.at + timedelta(days=10))
    assert (case.exempt, case.pending) == (False, "appeal_2")
    step(town, case, "decide_appeal", by="leo", result="upheld", at=town.at + timedelta(days=10))
    assert (case.late, case.exempt, case.pending) == (True, True, "")


def test_either_review_may_end_it(town: Town):
    case = late_and_closed(town)
    step(town, case, "appeal", by="dan", reason="台风停工", at=town.at + timedelta(days=10))
    step(town, case, "review_appeal", by="erin", result="rejected", at=town.at + timedelta(days=10))
    assert (case.exempt, case.pending) == (False, "")
    with pytest.raises(Conflict):
        step(town, case, "decide_appeal", by="leo", result="upheld", at=town.at + timedelta(days=10))
    with pytest.raises(Conflict):
        step(town, case, "appeal", by="dan", reason="再申诉", at=town.at + timedelta(days=10))


def test_only_a_late_and_closed_case_is_appealed_and_only_by_its_unit(town: Town):
    case = to(town, "closed")
    with pytest.raises(Conflict):
        step(town, case, "appeal", by="dan", reason="台风")
    late = late_and_closed(town)
    with pytest.raises(NotAllowed):
        step(town, late, "appeal", by="erin", reason="台风")
    with pytest.raises(IllegalStep):
        step(town, to(town, "handling"), "appeal", by="dan", reason="台风")
    with pytest.raises(Conflict):
        step(town, late, "appeal", by="dan", reason="台风", at=town.at + timedelta(days=40))


def test_nobody_looks_twice(town: Town):
    case = late_and_closed(town)
    step(town, case, "appeal", by="dan", reason="台风停工", at=town.at + timedelta(days=10))
    step(town, case, "review_appeal", by="erin", result="upheld", at=town.at + timedelta(days=10))
    case.requests.update(reviewer=town.people["leo"])
    with pytest.raises(Invalid):
        step(town, case, "decide_appeal", by="leo", result="upheld", at=town.at + timedelta(days=10))


def test_the_database_exempts_nothing_that_was_not_late_and_appealed(town: Town):
    from django.db import IntegrityError, transaction

    case = to(town, "closed")
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.filter(pk=case.pk).update(exempt=True)


def test_a_leader_ends_a_case_by_force_and_it_is_marked(town: Town):
    case = to(town, "handling")
    step(town, case, "force_close", by="leo", reason="已拆除")
    assert (case.state, case.forced, case.closed_at) == ("closed", True, town.at)


def test_the_clerk_calls_back_and_the_words_stand_in_a_message(town: Town):
    case = to(town, "closed")
    step(town, case, "call_back", by="alice", result="discontent", opinion="还有异味")
    assert (case.called_back, Message.objects.get().kind) == ("discontent", "call")
    with pytest.raises(Invalid):
        step(town, case, "call_back", by="alice", result="angry")
    with pytest.raises(NotAllowed):
        step(town, case, "call_back", by="dan", result="content")
