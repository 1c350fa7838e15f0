"""What a resident does by their link: answer, add, remind once a day, rate in one tap, "not fixed" opens again."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from governance.access.actor import PUBLIC
from incidents.actions import desk, field
from incidents.actions.photos import keep_photo
from incidents.actions.report import follow_token, report_incident
from incidents.actions.talk import ask_reporter
from incidents.models import Incident, Message
from tests.browser.pictures import photo
from tests.town import Town


@pytest.fixture
def mine(town) -> Incident:
    return report_incident(actor=PUBLIC, incident_id=uuid4(), report=town.report(source="resident"), at=town.at)[0]


def path(case: Incident, verb: str = "") -> str:
    return f"/follow/{follow_token(case.pk)}/" + (f"{verb}/" if verb else "")


def closed(town: Town, case: Incident) -> Incident:
    alice, dan = town.actor("alice"), town.actor("dan")
    unit = town.units["市政养护所"].pk
    desk.dispatch_incident(actor=alice, incident_id=case.pk, version=None, at=town.at, unit_id=unit)
    after = uuid4()
    keep_photo(actor=dan, photo_id=after, body=photo(size=(300, 200))["buffer"], stage="after", at=town.at)
    field.feed_back_incident(actor=dan, incident_id=case.pk, version=None, at=town.at, opinion="已更换井盖", photos=[after])
    desk.send_to_check(actor=alice, incident_id=case.pk, version=None, at=town.at)
    field.check_incident(actor=town.actor("bob"), incident_id=case.pk, version=None, at=town.at, result="passed")
    return desk.close_incident(actor=alice, incident_id=case.pk, version=None, at=town.at)


def test_a_question_of_staff_is_answered_and_the_clock_goes_on(as_, town, mine) -> None:
    ask_reporter(actor=town.actor("alice"), incident_id=mine.pk, version=None, at=town.at, question="在几号门？请联系13800138000")
    page = as_("").get(path(mine)).content.decode()
    assert "在几号门？请联系138****8000" in page
    assert "等您答复期间不计办理时间" in page
    assert as_("").post(path(mine, "answer"), {"text": ""}).status_code == 400
    picture = SimpleUploadedFile("a.jpg", photo(size=(300, 200))["buffer"], "image/jpeg")
    assert as_("").post(path(mine, "answer"), {"text": "东门", "photos": [picture]}).status_code == 302
    mine.refresh_from_db()
    assert (mine.asked_at, mine.photos.count()) == (None, 1)
    assert "东门" in as_("").get(path(mine)).content.decode()


def test_words_and_photos_are_added_while_it_is_open(as_, town, mine) -> None:
    assert as_("").post(path(mine, "add"), {"text": "又坏了一块"}).status_code == 302
    assert "又坏了一块" in as_("").get(path(mine)).content.decode()
    assert "请写几句话或附上照片" in as_("").post(path(mine, "add"), {"text": " "}).content.decode()


def test_reminding_is_once_a_day(as_, town, mine) -> None:
    assert as_("").post(path(mine, "remind")).status_code == 302
    page = as_("").get(path(mine)).content.decode()
    assert "之后可以再催" in page
    assert path(mine, "remind") not in page  # no button that would be refused
    again = as_("").post(path(mine, "remind"))
    assert again.status_code == 409
    assert "之后可再次催办" in again.content.decode()
    assert Message.objects.filter(kind="reminder").count() == 1


def test_a_star_is_one_tap_and_may_be_changed(as_, town, mine) -> None:
    assert 'name="score"' not in as_("").get(path(mine)).content.decode()
    closed(town, mine)
    page = as_("").get(path(mine)).content.decode()
    assert page.count('name="score"') == 5
    assert as_("").post(path(mine, "rate"), {"score": "4"}).status_code == 302
    assert Incident.objects.get(pk=mine.pk).rating == 4
    assert "您给了 4 星" in as_("").get(path(mine)).content.decode()
    assert as_("").post(path(mine, "rate"), {"score": "2", "text": "过两天又松了"}).status_code == 302
    assert Incident.objects.get(pk=mine.pk).rating == 2
    assert as_("").post(path(mine, "rate"), {"score": "6"}).status_code == 400


def test_not_fixed_opens_it_again_within_the_days_and_counts(as_, town, mine) -> None:
    closed(town, mine)
    assert as_("").post(path(mine, "reopen"), {"text": "还是松的"}).status_code == 302
    case = Incident.objects.get(pk=mine.pk)
    assert (case.state, case.reopens) == ("filed", 1)


def test_not_fixed_comes_too_late(as_, town, mine) -> None:
    closed(town, mine)
    long_ago = town.at - timedelta(days=60)
    Incident.objects.filter(pk=mine.pk).update(closed_at=long_ago, received_at=long_ago)
    answer = as_("").post(path(mine, "reopen"), {"text": "还是松的"})
    assert answer.status_code == 409
    assert "不能再反映" in answer.content.decode()


def test_a_refusal_says_who_why_and_who_is_next(as_, town, mine) -> None:
    town.units["第一街道办事处"].phone = "0755-0000 0000"
    town.units["第一街道办事处"].save()
    desk.refuse_incident(actor=town.actor("alice"), incident_id=mine.pk, version=None, at=town.at, reason="属小区内部设施")
    page = as_("").get(path(mine)).content.decode()
    for words in ("街道受理中心", "属小区内部设施", "第一街道办事处", "0755-0000 0000", "12345"):
        assert words in page


@pytest.mark.parametrize("verb", ["close", "file", "refuse", "dispatch"])
def test_c1_a_link_opens_no_step_of_the_office(as_, town, mine, verb: str) -> None:
    assert as_("").post(path(mine, verb), {"text": "x"}).status_code == 404


def test_c1_a_wrong_link_is_none(as_, town, mine) -> None:
    assert as_("").post(f"/follow/{'0' * 64}/remind/").status_code == 404


def test_nobody_of_the_office_is_named(as_, town, mine) -> None:
    ask_reporter(actor=town.actor("alice"), incident_id=mine.pk, version=None, at=town.at, question="哪个门？")
    closed_page = as_("").get(path(mine)).content.decode()
    assert "Alice" not in closed_page
