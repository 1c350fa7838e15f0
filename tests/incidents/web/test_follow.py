"""The resident's page behind the secret link: progress in plain words, photos, no names."""

from uuid import uuid4

import pytest

from governance.access.actor import PUBLIC
from incidents.actions import desk, field
from incidents.actions.photos import keep_photo
from incidents.actions.report import follow_token, report_incident
from tests.browser.pictures import photo


@pytest.fixture
def mine(town):
    picture = uuid4()
    keep_photo(actor=PUBLIC, photo_id=picture, body=photo(size=(400, 300))["buffer"], stage="before", at=town.at)
    case, _new = report_incident(actor=PUBLIC, incident_id=uuid4(), report=town.report(source="resident", photos=(picture,)), at=town.at)
    return case


def page(as_, case) -> str:
    return as_("").get(f"/follow/{follow_token(case.pk)}/").content.decode()


def test_the_link_tells_how_far_it_is_and_who_has_it(as_, town, mine) -> None:
    assert "已收到，街道正在受理。" in page(as_, mine)
    desk.dispatch_incident(actor=town.actor("alice"), incident_id=mine.pk, version=1, at=town.at, unit_id=town.units["市政养护所"].pk)
    shown = page(as_, mine)
    assert "已交给负责的单位。" in shown
    assert "市政养护所" in shown


def test_no_name_of_staff_and_no_inner_remark_is_shown(as_, town, mine) -> None:
    desk.dispatch_incident(
        actor=town.actor("alice"), incident_id=mine.pk, version=1, at=town.at, unit_id=town.units["市政养护所"].pk, opinion="此人常投诉"
    )
    field.assign_incident(actor=town.actor("dan"), incident_id=mine.pk, version=3, at=town.at)
    shown = page(as_, mine)
    assert "Alice" not in shown
    assert "Dan" not in shown
    assert "此人常投诉" not in shown


def test_a_refusal_tells_its_reason_with_numbers_masked(as_, town, mine) -> None:
    """G1: a phone number that slipped into the reason does not reach the page."""
    desk.refuse_incident(actor=town.actor("alice"), incident_id=mine.pk, version=1, at=town.at, reason="请联系13800138000")
    shown = page(as_, mine)
    assert "这件事没有受理" in shown
    assert "请联系138****8000" in shown
    assert "13800138000" not in shown


def test_photos_open_with_the_link_and_not_without(as_, town, mine) -> None:
    picture = mine.photos.get()
    client, token = as_(""), follow_token(mine.pk)
    assert client.get(f"/follow/{token}/photos/{picture.pk}/thumb/").status_code == 200
    assert client.get(f"/follow/{token}/photos/{picture.pk}/full/")["Content-Type"] == "image/jpeg"
    assert client.get(f"/api/photos/{picture.pk}/").status_code == 404
    other, _new = report_incident(actor=PUBLIC, incident_id=uuid4(), report=town.report(), at=town.at)
    assert client.get(f"/follow/{follow_token(other.pk)}/photos/{picture.pk}/full/").status_code == 404


def test_a_merged_report_follows_the_case_that_stands_for_it(as_, town, mine) -> None:
    other = town.case(text="别人的描述")
    desk.merge_incident(actor=town.actor("alice"), incident_id=mine.pk, version=1, at=town.at, survivor_id=other.pk)
    shown = page(as_, mine)
    assert "合并办理" in shown
    assert other.number in shown
    assert "已收到，街道正在受理。" in shown
    assert "别人的描述" not in shown
    assert "/photos/" not in shown


@pytest.mark.parametrize("token", ["0" * 64, "0" * 63, "zz"])
def test_any_other_link_is_not_found(as_, mine, token: str) -> None:
    """D1."""
    assert as_("").get(f"/follow/{token}/").status_code == 404


def test_a_case_of_staff_has_no_link(as_, town) -> None:
    case = town.case()
    assert as_("").get(f"/follow/{follow_token(case.pk)}/").status_code == 404
