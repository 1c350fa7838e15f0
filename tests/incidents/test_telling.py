"""Whom a step of a case is told."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from governance.access.actor import PUBLIC, SYSTEM_ACTOR
from governance.notices.actions import add_address, load_notice_templates
from governance.notices.models import Delivery, Notice, Template
from incidents.actions.desk import dispatch_incident, merge_incident, refuse_incident
from incidents.actions.report import report_incident
from incidents.actions.telling import TO_DECIDE, TO_DESK, TO_REPORTER, TO_UNIT, topic_of
from incidents.models import Incident
from tests.governance.notices.running import run_notices
from tests.incidents.walking import step, to
from tests.town import Town


@pytest.fixture
def told(town: Town) -> Any:
    """Words of the templates, and what was shown to whom."""
    load_notice_templates(actor=SYSTEM_ACTOR, at=town.at)

    def texts(at: Any = None) -> dict[str, str]:
        run_notices(at or town.at)
        return {row.notice.event: row.shown for row in Delivery.objects.select_related("notice")}

    return texts


def reported(town: Town, **changes: Any) -> Incident:
    """A resident's case whose reporter left a phone."""
    case, _new = report_incident(actor=PUBLIC, incident_id=uuid4(), report=town.report(**changes), at=town.at)
    add_address(actor=SYSTEM_ACTOR, channel="sms", address={"address": "13800131234"}, at=town.at, topic=topic_of(case.pk))
    return case


def test_a_reporter_hears_of_dispatch_with_the_unit_and_the_link(town: Town, told: Any):
    case = reported(town)
    dispatch_incident(actor=town.actor("alice"), incident_id=case.pk, version=1, at=town.at, unit_id=town.units["市政养护所"].pk)
    texts = told()
    assert set(texts) == {"incident.filed", "incident.dispatched"}
    assert "市政养护所" in texts["incident.dispatched"]
    assert "/follow/" in texts["incident.dispatched"]


def test_a_refusal_is_told_with_its_reason_but_without_numbers_of_people(town: Town, told: Any):
    case = reported(town)
    refuse_incident(actor=town.actor("alice"), incident_id=case.pk, version=1, at=town.at, reason="属物业职责，请联系 13912345678")
    text = told()["incident.refused"]
    assert "属物业职责" in text
    assert "13912345678" not in text


def test_after_a_merge_both_reporters_hear_of_the_survivor(town: Town, told: Any):
    survivor, merged = reported(town), reported(town, text="同一个井盖")
    merge_incident(actor=town.actor("alice"), incident_id=merged.pk, version=1, at=town.at, survivor_id=survivor.pk)
    assert survivor.number in told()["incident.merged"]
    now = Incident.objects.get(pk=survivor.pk)
    refuse_incident(actor=town.actor("alice"), incident_id=now.pk, version=now.version, at=town.at, reason="重复")
    told()
    assert Notice.objects.filter(event="incident.refused").count() == 2


def test_the_desk_hears_of_a_new_case_and_the_unit_of_one_that_is_theirs(town: Town, told: Any):
    for name, number in (("alice", "13900000001"), ("dan", "13900000002"), ("carol", "13900000003")):
        add_address(actor=town.actor(name), channel="sms", address={"address": number}, at=town.at, user_id=town.people[name].pk)
    case = town.case()
    told()
    assert {(row.notice.event, row.hint) for row in Delivery.objects.all()} == {("incident.reported", "139****0001")}
    dispatch_incident(actor=town.actor("alice"), incident_id=case.pk, version=1, at=town.at, unit_id=town.units["市政养护所"].pk)
    told(town.at + timedelta(minutes=1))
    assert ("incident.dispatched", "139****0002") in {(row.notice.event, row.hint) for row in Delivery.objects.all()}


def test_where_nobody_has_an_address_filing_writes_no_notice(town: Town):
    town.case()
    assert Notice.objects.count() == 0


def test_a_resident_s_reminder_reaches_the_unit_and_the_desk_and_a_question_the_reporter(town: Town, told: Any):
    from governance.access.actor import resident_of
    from incidents.actions.talk import ask_reporter, remind_office

    for name, number in (("alice", "13900000001"), ("dan", "13900000002")):
        add_address(actor=town.actor(name), channel="sms", address={"address": number}, at=town.at, user_id=town.people[name].pk)
    case = reported(town)
    dispatch_incident(actor=town.actor("alice"), incident_id=case.pk, version=1, at=town.at, unit_id=town.units["市政养护所"].pk)
    remind_office(actor=resident_of(case_id=str(case.pk)), incident_id=case.pk, at=town.at)
    ask_reporter(actor=town.actor("dan"), incident_id=case.pk, version=None, at=town.at, question="几号楼？")
    told()
    rows = {(row.notice.event, row.notice.audience, row.hint) for row in Delivery.objects.select_related("notice")}
    assert {
        ("incident.reminded", "desk", "139****0001"), ("incident.reminded", "handler", "139****0002"), ("incident.asked", "reporter", "138****1234"),
    } <= rows  # fmt: skip


def test_urging_requests_and_appeals_reach_whoever_has_to_act_with_words_for_them(town: Town, told: Any):
    for n, name in enumerate(("alice", "dan", "dora", "erin", "leo", "bob")):
        phone = f"1390000000{n}"
        add_address(actor=town.actor(name), channel="sms", address={"address": phone}, at=town.at, user_id=town.people[name].pk)
    case = to(town, "handling")
    step(town, case, "urge", level=2, kind="leader", text="请今天办完")
    step(town, case, "reply", reply="下午到场")
    step(town, case, "call_partners", by="erin", partners=[town.units["环卫公司"].pk], text="请清运渣土")
    step(town, case, "request_extension")
    step(town, case, "refuse_extension")
    step(town, case, "request_suspension", reason="待施工", until=town.at + timedelta(days=3))
    step(town, case, "grant_suspension")
    late = to(town, "closed")
    Incident.objects.filter(pk=late.pk).update(late=True)
    step(town, late, "appeal", by="dan", reason="台风")
    step(town, late, "review_appeal", by="erin", result="upheld")
    step(town, late, "decide_appeal", by="leo", result="rejected", opinion="当天无台风")
    told()
    rows = Delivery.objects.select_related("notice")
    found = {(row.notice.event.partition(".")[2], row.notice.audience, row.hint[-1]): row.shown for row in rows}
    assert {
        ("urged", "handler", "1"), ("urged", "desk", "0"), ("replied", "desk", "4"), ("partners_called", "handler", "2"),
        ("extension_requested", "desk", "0"), ("extension_refused", "handler", "1"), ("suspension_requested", "desk", "3"),
        ("suspended", "handler", "1"), ("appealed", "desk", "3"), ("appeal_reviewed", "desk", "4"), ("appeal_decided", "handler", "1"),
    } <= found.keys()  # fmt: skip
    assert "2 级督办" in found["urged", "handler", "1"]
    assert "请今天办完" in found["urged", "handler", "1"]
    assert "居民" not in found["urged", "handler", "1"]
    assert "下午到场" in found["replied", "desk", "4"]
    assert "申诉不成立" in found["appeal_decided", "handler", "1"]
    assert not [key for key in found if key[2] == "5" and key[0] != "reported"], "the worker has to do nothing about it"


def test_a_question_to_a_member_of_staff_who_reported_reaches_them(town: Town, told: Any):
    add_address(actor=town.actor("bob"), channel="sms", address={"address": "13900000005"}, at=town.at, user_id=town.people["bob"].pk)
    case = town.case()
    step(town, case, "ask", question="哪一栋？")
    assert "有一个问题" in told()["incident.asked"]
    assert f"/w/report/{case.pk}/" in told()["incident.asked"]


def test_every_event_and_audience_that_is_told_has_words_in_both_languages(town: Town, told: Any):
    known = set(Template.objects.values_list("event", "audience", "language"))
    pairs = {(f"incident.{verb}", "handler") for verb in TO_UNIT} | {
        (f"incident.{verb}", "desk") for verb in {*TO_DESK, *TO_DECIDE, "replied"}
    }
    pairs |= {(f"incident.{verb}", "reporter") for verb in TO_REPORTER} | {
        ("incident.asked", "field"),
        ("incident.partners_called", "handler"),
    }
    assert not {(*pair, language) for pair in pairs for language in ("zh-hans", "en")} - known
