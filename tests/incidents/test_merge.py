"""One case stands for two (并案)."""

from uuid import uuid4

import pytest
from django.test import Client

from governance.errors import Gone, Invalid
from governance.ledger.models import Entry
from incidents.actions.desk import close_incident, merge_incident
from incidents.actions.report import report_incident
from incidents.models import Incident
from tests.town import Town


def test_a5_the_retry_of_a_report_that_was_merged_names_the_case_that_stands_for_it(town: Town):
    case_id, report, bob = uuid4(), town.report(), town.actor("bob")
    report_incident(actor=bob, incident_id=case_id, report=report, at=town.at)
    survivor = town.case(by="bea")
    merge_incident(actor=town.actor("alice"), incident_id=case_id, version=1, at=town.at, survivor_id=survivor.pk)
    with pytest.raises(Gone) as refused:
        report_incident(actor=bob, incident_id=case_id, report=report, at=town.at)
    assert refused.value.payload()["survivor"] == survivor.number
    assert Incident.objects.count() == 2


def test_both_cases_tell_of_the_merger(town: Town):
    merged, survivor = town.case(), town.case(by="bea")
    merge_incident(actor=town.actor("alice"), incident_id=merged.pk, version=1, at=town.at, survivor_id=survivor.pk)
    merged.refresh_from_db()
    survivor.refresh_from_db()
    assert (merged.state, merged.survivor_id, merged.due_at, survivor.version) == ("merged", survivor.pk, None, 2)
    told = {entry.object_id: entry.detail for entry in Entry.objects.filter(verb__in=["incident.merged", "incident.absorbed"])}
    assert told[str(merged.pk)]["survivor"] == survivor.number
    assert told[str(survivor.pk)]["merged"] == merged.number


def test_a_case_is_not_merged_into_itself_a_foreign_one_or_one_that_is_over(town: Town):
    case, foreign, over = town.case(), town.case(by="carol", grid=town.other_grid), town.case(by="bea")
    Incident.objects.filter(pk=over.pk).update(state="checked")
    close_incident(actor=town.actor("erin"), incident_id=over.pk, version=1, at=town.at)
    for other in (case, foreign, over):
        with pytest.raises(Invalid) as refused:
            merge_incident(actor=town.actor("alice"), incident_id=case.pk, version=1, at=town.at, survivor_id=other.pk)
        assert list(refused.value.fields) == ["survivor"]


def test_over_http_the_card_of_the_merged_case_comes_back(town: Town):
    merged, survivor = town.case(), town.case(by="bea")
    alice = Client()
    alice.force_login(town.people["alice"])
    answer = alice.post(f"/api/incidents/{merged.pk}/merge/", {"version": 1, "survivor": str(survivor.pk)}, content_type="application/json")
    assert (answer.status_code, answer.json()["state"]) == (200, "merged")
