"""Between the office and who reported (往来)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from governance.access.actor import PUBLIC
from governance.errors import Conflict, Invalid, NotAllowed, NotFound
from governance.ledger.models import Entry
from incidents.actions.catalogue import load_case_rules
from incidents.actions.report import follow_token, report_incident
from incidents.models import CaseRule, Incident, Message
from incidents.queries import reference
from tests.incidents.walking import SYSTEM_ACTOR, clocks, resident, step, to, walk
from tests.town import Town

MINUTES = timedelta(minutes=1)


def test_the_clock_waits_for_the_answer_and_what_it_took_is_added_back(town: Town):
    case = town.case()
    due = case.due_at
    step(town, case, "ask", question="是哪个单元？", at=town.at + 5 * MINUTES)
    assert (case.due_at, case.state) == (None, "reported"), "a case that waits for its reporter is not due"
    step(town, case, "answer", by=resident(case), answer="二单元", at=town.at + 65 * MINUTES)
    assert case.due_at == due + 60 * MINUTES
    assert [(one.kind, one.text) for one in Message.objects.order_by("pk")] == [("question", "是哪个单元？"), ("answer", "二单元")]


def test_only_working_time_is_added_back_to_a_working_limit(town: Town):
    monday = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
    case = to(town, "handling", at=monday)
    assert case.handle_due_at == datetime(2026, 11, 16, 7, 0, tzinfo=UTC)  # 15:00
    step(town, case, "ask", by="dan", question="门牌号是？", at=monday + timedelta(hours=1))
    step(town, case, "answer", by=resident(case), answer="88号", at=monday + timedelta(hours=6))  # 10:00 to 15:00, noon closed for two
    assert case.handle_due_at == datetime(2026, 11, 16, 10, 0, tzinfo=UTC)  # 18:00
    assert clocks(case)[-1].paused_seconds == 3 * 3600


def test_one_question_at_a_time_and_none_to_answer_is_a_conflict(town: Town):
    case = town.case()
    with pytest.raises(Conflict):
        step(town, case, "answer", by=resident(case), answer="？")
    step(town, case, "ask", question="是哪个单元？")
    with pytest.raises(Conflict):
        step(town, case, "ask", question="还有呢？")


def test_a_question_falls_when_the_case_goes_on_without_it(town: Town):
    case = town.case()
    step(town, case, "ask", question="是哪个单元？")
    walk(town, "file", case=case, at=town.at + 3 * MINUTES)
    assert (case.asked_at, case.paused_at) == (None, None)
    assert case.due_at == town.at + 18 * MINUTES


def test_only_the_holder_of_the_link_or_who_reported_answers(town: Town):
    case, other = town.case(), town.case(by="bea")
    step(town, case, "ask", question="是哪个单元？")
    with pytest.raises(NotAllowed):
        step(town, case, "answer", by="erin", answer="二单元")
    with pytest.raises(NotFound):
        step(town, case, "answer", by=resident(other), answer="二单元")
    step(town, case, "answer", by="bob", answer="二单元")


def test_the_record_keeps_no_words_of_residents(town: Town):
    case = town.case()
    step(town, case, "add", by=resident(case), text="我的电话 13812345678")
    entry = Entry.objects.get(verb="incident.added_to")
    assert "13812345678" not in str(entry.detail)
    assert entry.detail["message"] == Message.objects.get().pk


def test_an_addition_needs_words_or_a_photo(town: Town):
    case = town.case()
    with pytest.raises(Invalid) as refused:
        step(town, case, "add", by=resident(case), text="  ")
    assert list(refused.value.fields) == ["text"]


def test_a_resident_reminds_once_in_twenty_four_hours_for_a_case(town: Town):
    case = town.case()
    step(town, case, "remind", by=resident(case))
    with pytest.raises(Conflict) as refused:
        step(town, case, "remind", by=resident(case), at=town.at + timedelta(hours=23))
    assert "again" in refused.value.extra
    step(town, case, "remind", by=resident(case), at=town.at + timedelta(hours=24))
    assert case.reminders == 2


def test_a_rating_may_be_changed_until_the_month_is_settled(town: Town):
    case = to(town, "closed")
    step(town, case, "rate", by=resident(case), score=2, comment="慢", at=town.at + timedelta(hours=1))
    settled = datetime(2026, 12, 4, 16, 0, tzinfo=UTC)  # the 5th, 00:00 in Shanghai
    step(town, case, "rate", by=resident(case), score=5, at=settled - MINUTES)
    assert case.rating == 5
    with pytest.raises(Conflict):
        step(town, case, "rate", by=resident(case), score=1, at=settled)
    assert Entry.objects.filter(verb="incident.rated").last().detail["was"] == 2


@pytest.mark.parametrize("score", [0, 6, -1])
def test_a_rating_is_1_to_5(town: Town, score: int):
    case = to(town, "closed")
    with pytest.raises(Invalid):
        step(town, case, "rate", by=resident(case), score=score or -1)


def test_not_fixed_is_said_within_some_days_only_and_counted(town: Town):
    case = to(town, "closed")
    step(town, case, "reopen", by=resident(case), reason="还在漏", at=town.at + timedelta(days=7))
    assert (case.state, case.reopens) == ("filed", 1)
    Incident.objects.filter(pk=case.pk).update(state="closed", closed_at=town.at)
    with pytest.raises(Conflict):
        step(town, case, "reopen", by=resident(case), reason="还在漏", at=town.at + timedelta(days=7, seconds=1))


def test_the_number_of_days_is_data(town: Town):
    CaseRule.objects.create(name="reopen_days", amount=1)
    reference.forget_all()
    case = to(town, "closed")
    with pytest.raises(Conflict):
        step(town, case, "reopen", by=resident(case), reason="还在漏", at=town.at + timedelta(days=2))
    step(town, case, "reopen", by="erin", at=town.at + timedelta(days=2))


def test_the_shipped_rules_load_and_the_second_time_changes_nothing(town: Town):
    assert load_case_rules(actor=SYSTEM_ACTOR, at=town.at).added == len(reference.SHIPPED_RULES)
    assert load_case_rules(actor=SYSTEM_ACTOR, at=town.at).touched is False
    assert reference.rules() == reference.SHIPPED_RULES


def test_over_http_the_link_is_the_right_and_staff_verbs_are_not_there(town: Town):
    from uuid import uuid4

    case_id = uuid4()
    report_incident(actor=PUBLIC, incident_id=case_id, report=town.report(source="resident"), at=town.at)
    door, token = Client(), follow_token(case_id)
    answer = door.post(f"/api/follow/{token}/add/", {"text": "又多了一处"}, content_type="application/json")
    assert answer.status_code == 200
    assert {one["verb"] for one in answer.json()["actions"]} == {"add", "remind"}
    assert door.post(f"/api/follow/{token}/close/", {}, content_type="application/json").status_code == 404
    assert door.post(f"/api/follow/{'0' * 64}/add/", {"text": "x"}, content_type="application/json").status_code == 404
    refused = door.post(f"/api/follow/{token}/rate/", {"score": 5}, content_type="application/json")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "illegal_step")
