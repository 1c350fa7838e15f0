"""Whom a step of a case is told."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from governance.access.actor import PUBLIC, SYSTEM_ACTOR
from governance.notices.actions import add_address, load_notice_templates
from governance.notices.models import Delivery, Notice
from incidents.actions.desk import dispatch_incident, merge_incident, refuse_incident
from incidents.actions.report import report_incident
from incidents.actions.telling import topic_of
from incidents.models import Incident
from tests.governance.notices.running import run_notices
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
