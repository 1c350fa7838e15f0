"""Filing a report."""

from datetime import timedelta
from uuid import uuid4

import pytest

from governance.access.actor import PUBLIC
from governance.errors import Conflict, Invalid
from governance.ledger.models import Entry
from incidents.actions.report import follow_token, report_incident
from incidents.models import Incident, Tally
from tests.town import DISTRICT, STREET, Town


def test_a_report_finds_its_grid_proposes_a_unit_and_starts_the_clock(town: Town):
    case = Incident.objects.get(pk=town.case().pk)
    assert (case.code, case.street, case.community) == (town.grid, STREET, town.grid[:12])
    assert (case.state, case.placing, case.version) == ("reported", "inside", 1)
    assert case.proposals == [{"unit_id": town.units["市政养护所"].pk, "why": "major", "code": DISTRICT}]
    assert case.due_at == town.at + timedelta(minutes=15)
    assert case.number == f"{DISTRICT}2026111800001"
    entry = Entry.objects.get(kind="incident")
    assert (entry.verb, entry.object_id, entry.version, entry.actor_id) == ("incident.reported", str(case.pk), 1, town.people["bob"].pk)
    assert Tally.objects.get(code=town.grid, state="reported").count == 1


def test_a1_the_same_report_again_is_the_same_case(town: Town):
    case_id, report, bob = uuid4(), town.report(), town.actor("bob")
    first, new = report_incident(actor=bob, incident_id=case_id, report=report, at=town.at)
    again, renewed = report_incident(actor=bob, incident_id=case_id, report=report, at=town.at + timedelta(days=3))
    assert (new, renewed) == (True, False)
    assert again.number == first.number
    assert Incident.objects.count() == Entry.objects.filter(kind="incident").count() == 1


def test_a2_the_same_id_with_another_report_is_a_conflict_and_both_digests_are_kept(town: Town):
    case_id, bob = uuid4(), town.actor("bob")
    report_incident(actor=bob, incident_id=case_id, report=town.report(), at=town.at)
    with pytest.raises(Conflict) as refused:
        report_incident(actor=bob, incident_id=case_id, report=town.report(text="别的内容"), at=town.at)
    entry = Entry.objects.get(verb="incident.conflicted")
    assert entry.detail == {"kept": refused.value.extra["kept"], "sent": refused.value.extra["sent"]}
    assert entry.detail["kept"] != entry.detail["sent"]
    assert Incident.objects.get().text == "井盖破损，路人险些踩空"


@pytest.mark.parametrize("same_body", [True, False])
def test_a3_the_same_id_from_somebody_else_is_a_conflict_that_tells_nothing(town: Town, same_body: bool):
    case_id, report = uuid4(), town.report()
    report_incident(actor=town.actor("bob"), incident_id=case_id, report=report, at=town.at)
    with pytest.raises(Conflict) as refused:
        report_incident(actor=town.actor("carol"), incident_id=case_id, report=report if same_body else town.report(text="x"), at=town.at)
    assert refused.value.payload() == {"code": "conflict", "message": "同一编号已被使用。"}
    assert not Entry.objects.filter(verb="incident.conflicted").exists()


def test_a16_a_phone_clock_that_is_off_is_corrected_and_marked(town: Town):
    late = timedelta(hours=5)
    case, _new = report_incident(
        actor=town.actor("bob"), incident_id=uuid4(), at=town.at, sent_at=town.at - late,
        report=town.report(captured_at=town.at - late - timedelta(minutes=20)),
    )  # fmt: skip
    assert case.captured_at == town.at - timedelta(minutes=20)
    assert case.clock_skewed
    assert case.due_at == town.at + timedelta(minutes=15), "deadlines go by the server's clock"
    told = Entry.objects.get(verb="incident.reported").detail
    said = (town.at - late - timedelta(minutes=20)).isoformat()
    assert (case.received_at, told["phone_captured_at"], told["phone_off_seconds"]) == (town.at, said, late.total_seconds())


def test_a_report_written_offline_an_hour_ago_keeps_its_time_and_is_not_marked(town: Town):
    case, _new = report_incident(
        actor=town.actor("bob"),
        incident_id=uuid4(),
        at=town.at,
        sent_at=town.at,
        report=town.report(captured_at=town.at - timedelta(hours=1)),
    )
    assert case.captured_at == town.at - timedelta(hours=1)
    assert not case.clock_skewed


def test_b1_a_point_outside_every_area_is_taken_and_waits_in_the_districts_queue(town: Town):
    case = town.case(lon=114.9, lat=22.9)
    assert (case.placing, case.code) == ("outside", DISTRICT)
    assert (round(case.point.x, 4), round(case.point.y, 4)) == (114.9, 22.9)


@pytest.mark.parametrize(("lon", "lat"), [(0.0, 0.0), (None, None), (200.0, 22.7), (114.3, 95.0)])
def test_b2_no_position_is_no_reason_to_refuse(town: Town, lon: float | None, lat: float | None):
    case = town.case(lon=lon, lat=lat)
    assert case.point is None
    assert (case.placing, case.code) == ("nowhere", town.grid[:12])


def test_b3_swapped_axes_are_suggested_and_not_applied(town: Town):
    case = town.case(lon=22.705, lat=114.305)
    assert case.placing in {"outside", "nowhere"}
    assert case.original == {"suggested": [114.305, 22.705]}


def test_b4_a_point_of_a_chinese_map_is_stored_in_wgs84_and_kept_as_it_came(town: Town):
    case = town.case(lon=114.310, lat=22.702, datum="gcj02")
    assert case.original == {"lon": 114.310, "lat": 22.702, "datum": "gcj02"}
    assert case.point.x == pytest.approx(114.305, abs=0.001)
    assert case.code == town.grid


def test_b5_a_circle_that_crosses_grids_gives_what_they_share(town: Town):
    assert town.case(accuracy_m=20).code == town.grid
    wide = town.case(accuracy_m=3000)
    assert (wide.code, wide.accuracy_m) == (STREET, 3000), "the radius is kept"
    assert town.case(accuracy_m=5000).code == DISTRICT


def test_a_hotline_case_without_a_point_stands_at_its_community(town: Town):
    case = town.case(lon=None, lat=None, community=f"{STREET}002")
    assert (case.code, case.placing, case.point) == (f"{STREET}002", "community", None)


def test_an_unknown_community_category_or_photo_is_named(town: Town):
    for changes, field in (
        ({"lon": None, "lat": None, "community": "440399009009"}, "community"),
        ({"category_id": 9999}, "category"),
        ({"photos": (uuid4(),)}, "photos"),
    ):
        with pytest.raises(Invalid) as refused:
            town.case(**changes)
        assert list(refused.value.fields) == [field]
    assert Incident.objects.count() == 0


def test_anybody_may_report_and_gets_the_same_link_again(town: Town):
    case_id, report = uuid4(), town.report()
    case, _new = report_incident(actor=PUBLIC, incident_id=case_id, report=report, at=town.at)
    again, new = report_incident(actor=PUBLIC, incident_id=case_id, report=report, at=town.at)
    assert not new
    assert again.pk == case.pk
    assert len(follow_token(case_id)) == 64, "256 bits"
    assert follow_token(case_id) != follow_token(uuid4())


def test_mending_it_on_the_spot_needs_a_field_post_and_an_after_photo(town: Town):
    with pytest.raises(Invalid) as refused:
        town.case(on_the_spot=True)
    assert list(refused.value.fields) == ["photos"]
    assert Incident.objects.count() == 0
