"""What everybody sees of cases: the rule of the category, released photos only, no numbers of people, no small numbers."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.access.actor import PUBLIC
from incidents.actions import desk
from incidents.actions.photos import keep_photo
from incidents.actions.portal.reporting import Sent, report_by_resident
from incidents.actions.portal.showing import judge_photo, show_case
from incidents.actions.report import report_incident
from incidents.models import Category, Incident, MeToo
from incidents.publicity import CELL
from tests.browser.pictures import photo
from tests.town import inside


def resident_case(town, *, private: bool = False, accepted: bool = True, **changes) -> Incident:
    picture = uuid4()
    keep_photo(actor=PUBLIC, photo_id=picture, body=photo(size=(400, 300))["buffer"], stage="before", at=town.at)
    report = town.report(source="resident", photos=(picture,), **changes)
    case, _new = report_by_resident(actor=PUBLIC, incident_id=uuid4(), report=report, sent=Sent("10.0.0.1", private=private), at=town.at)
    if accepted:
        desk.file_incident(actor=town.actor("alice"), incident_id=case.pk, version=1, at=town.at)
    case.refresh_from_db()
    return case


def shown(as_, case, path: str = "") -> str:
    return as_("").get(path or f"/around/{case.number}/").content.decode()


def test_a_case_is_listed_with_category_place_and_state(as_, town) -> None:
    case = resident_case(town)
    page = shown(as_, case, "/around/")
    assert "上水井盖" in page
    assert "已受理" in page
    assert "第一街道第1社区" in page
    assert "井盖破损，路人险些踩空" in shown(as_, case)


def test_g1_numbers_of_people_are_masked_in_words_and_place(as_, town) -> None:
    case = resident_case(town, text="请找张先生13800138000，身份证11010119900307803X", place="学院路88号3栋1201 电话13900139000")
    for path in ("", "/around/", "/around/feed.atom"):
        page = shown(as_, case, path)
        for number in ("13800138000", "11010119900307803X", "13900139000", "1201"):
            assert number not in page, path
    assert "138****8000" in shown(as_, case)


def test_words_wait_until_the_office_accepted_the_case(as_, town) -> None:
    case = resident_case(town, accepted=False)
    assert "井盖破损，路人险些踩空" not in shown(as_, case)


def test_c13_a_photo_is_seen_once_it_is_released_and_no_longer_when_that_ends(as_, town) -> None:
    case = resident_case(town)
    picture = case.photos.get()
    path = f"/around/{case.number}/photos/{picture.pk}/thumb/"
    assert as_("").get(path).status_code == 404
    assert str(picture.pk) not in shown(as_, case)
    judge_photo(actor=town.actor("alice"), photo_id=picture.pk, released=True, at=town.at)
    assert as_("").get(path)["Content-Type"] == "image/jpeg"
    assert str(picture.pk) in shown(as_, case)
    assert as_("").get(f"/around/{uuid4().hex}/photos/{picture.pk}/thumb/").status_code == 404
    judge_photo(actor=town.actor("alice"), photo_id=picture.pk, released=False, at=town.at)
    assert as_("").get(path).status_code == 404
    assert as_("").get(f"/api/photos/{picture.pk}/").status_code == 404


def test_a_private_report_shows_no_words_no_place_and_no_photo(as_, town) -> None:
    case = resident_case(town, private=True)
    judge_photo(actor=town.actor("alice"), photo_id=case.photos.get().pk, released=True, at=town.at)
    page = shown(as_, case)
    for hidden in ("井盖破损，路人险些踩空", "学院路", str(case.photos.get().pk)):
        assert hidden not in page
    assert "反映人选择不公开描述" in page
    assert as_("").get(f"/around/{case.number}/photos/{case.photos.get().pk}/full/").status_code == 404


def plain(answer) -> str:
    """A page without what differs from one request to the next."""
    return re.sub(r'name="(csrf|now|csrfmiddlewaretoken)" (content|value)="[^"]*"|/around/\d+/', "", answer.content.decode())


def on_map(as_, town, zoom: int = 16) -> dict:
    lon, lat = inside(town.grid)
    return as_("").get(f"/around/map/?zoom={zoom}&bbox={lon - 0.01:.5f},{lat - 0.01:.5f},{lon + 0.01:.5f},{lat + 0.01:.5f}").json()


def test_g7_a_sensitive_category_is_snapped_delayed_and_without_words(as_, town) -> None:
    Category.objects.filter(pk=town.category.pk).update(publicity="coarse")
    case = resident_case(town, lon=114.30312345, lat=22.70298765)
    assert as_("").get(f"/around/{case.number}/").status_code == 404
    assert on_map(as_, town)["items"] == []
    Incident.objects.filter(pk=case.pk).update(received_at=town.at - timedelta(hours=25))
    page = shown(as_, case)
    assert "井盖破损，路人险些踩空" not in page
    assert "学院路" not in page
    [[_number, lon, lat, *_rest]] = on_map(as_, town)["items"]
    assert (lon, lat) != (114.30312345, 22.70298765)
    assert abs(lon / CELL - round(lon / CELL - 0.5) - 0.5) < 1e-6
    assert as_("").get("/around/near/?lon=114.30312&lat=22.70299").json()["items"] == []


def test_a_hidden_category_and_a_cancelled_case_are_nowhere(as_, town) -> None:
    case, gone = resident_case(town), resident_case(town)
    desk.cancel_incident(actor=town.actor("erin"), incident_id=gone.pk, version=gone.version, at=town.at, reason="误报")
    assert as_("").get(f"/around/{gone.number}/").status_code == 404
    Category.objects.filter(pk=town.category.pk).update(publicity="hidden")
    assert as_("").get(f"/around/{case.number}/").status_code == 404
    assert "上水井盖</b>" not in shown(as_, case, "/around/")


def test_c1_a_hidden_case_answers_like_one_that_does_not_exist(as_, town) -> None:
    case = resident_case(town)
    show_case(actor=town.actor("alice"), incident_id=case.pk, shown=False, at=town.at)
    hidden, none = as_("").get(f"/around/{case.number}/"), as_("").get("/around/4403992026111899999/")
    assert hidden.status_code == none.status_code == 404
    assert plain(hidden) == plain(none)
    show_case(actor=town.actor("alice"), incident_id=case.pk, shown=True, at=town.at)
    assert as_("").get(f"/around/{case.number}/").status_code == 200


def test_c3_counters_of_fewer_than_five_are_not_told(as_, town) -> None:
    for _ in range(4):
        resident_case(town)
    far = as_("").get("/around/map/?zoom=12").json()
    assert far == {"kind": "counters", "items": []}
    resident_case(town)
    assert [item[4] for item in as_("").get("/around/map/?zoom=12").json()["items"]] == [5]
    assert as_("").get("/around/map/?zoom=12&stage=closed").json()["items"] == []


def test_c3_few_voices_are_told_as_some(as_, town) -> None:
    case = resident_case(town)
    MeToo.objects.create(incident=case, device=b"a" * 32, at=town.at)
    assert "有邻居也遇到" in shown(as_, case)
    for sign in b"bcde":
        MeToo.objects.create(incident=case, device=bytes([sign]) * 32, at=town.at)
    assert "5 位邻居也遇到" in shown(as_, case)


def test_i_met_it_too_counts_once_for_each_phone(as_, town) -> None:
    case = resident_case(town)
    one, two = as_(""), as_("")
    for client in (one, one, two):
        assert client.post(f"/around/{case.number}/").status_code == 302
    assert MeToo.objects.filter(incident=case).count() == 2
    assert "已记下" in one.get(f"/around/{case.number}/").content.decode()


def test_a_closed_case_is_not_met(as_, town) -> None:
    case = resident_case(town)
    desk.cancel_incident(actor=town.actor("erin"), incident_id=case.pk, version=case.version, at=town.at, reason="误报")
    assert as_("").post(f"/around/{case.number}/").status_code == 404


def test_what_is_near_is_told_before_somebody_reports_it_again(as_, town) -> None:
    case = resident_case(town)
    lon, lat = inside(town.grid)
    [near] = as_("").get(f"/around/near/?lon={lon + 0.0003}&lat={lat}").json()["items"]
    assert (near["number"], near["title"]) == (case.number, "上水井盖")
    assert as_("").get(f"/around/near/?lon={lon + 0.0006}&lat={lat}").json()["items"] == []
    assert as_("").get("/around/near/?lon=abc&lat=1").status_code == 400


@pytest.mark.parametrize("wrong", ["code=1234", "category=x", "stage=all", "bbox=1,2,3", "page=0", "zoom=99", "nature=bad"])
def test_a_wrong_filter_is_named(as_, town, wrong: str) -> None:
    answer = as_("").get(f"/around/map/?{wrong}", headers={"accept": "application/json"})
    assert answer.status_code == 400
    assert wrong.partition("=")[0] in answer.json()["error"]["fields"]


def test_filters_choose(as_, town) -> None:
    case = resident_case(town)
    for query, there in (
        ("stage=open", True),
        ("stage=closed", False),
        (f"category={town.category.pk}", True),
        ("category=999999", False),
        (f"code={case.community}", True),
        ("code=440399002001", False),
        ("nature=question", False),
    ):
        assert (case.number in shown(as_, case, f"/around/?{query}")) is there, query


def test_the_list_asks_the_same_number_of_questions_for_one_and_three(as_, town) -> None:
    resident_case(town)
    as_("").get("/around/")
    with CaptureQueriesContext(connection) as one:
        as_("").get("/around/")
    resident_case(town)
    resident_case(town)
    with CaptureQueriesContext(connection) as three:
        as_("").get("/around/")
    assert len(three) <= len(one)  # what the process keeps for seconds may be read in the first


def test_the_answer_of_the_office_is_public_and_names_nobody(as_, town) -> None:
    case, _new = report_incident(actor=PUBLIC, incident_id=uuid4(), report=town.report(source="resident"), at=town.at)
    desk.refuse_incident(
        actor=town.actor("alice"), incident_id=case.pk, version=1, at=town.at, reason="属小区内部设施，请联系物业13800138000"
    )
    page = shown(as_, case)
    assert "属小区内部设施，请联系物业138****8000" in page
    assert "Alice" not in page


def test_the_feed_is_atom_with_a_radius(as_, town) -> None:
    case = resident_case(town)
    lon, lat = inside(town.grid)
    assert case.number in shown(as_, case, f"/around/feed.atom?lon={lon}&lat={lat}&metres=500")
    assert case.number not in shown(as_, case, f"/around/feed.atom?lon={lon + 0.02}&lat={lat}&metres=500")
    assert as_("").get("/around/feed.atom?lon=1&lat=2").status_code == 400
