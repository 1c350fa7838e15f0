"""Neighbours mend it: offered, taken up, mended with a photo, checked by the grid, thanked in public; and answers at the desk."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from governance.access.actor import PUBLIC
from governance.errors import Conflict, IllegalStep, NotFound
from incidents.actions import desk, field
from incidents.actions.portal.mending import offer_case, take_up
from incidents.actions.portal.responding import respond_to_resident
from incidents.actions.report import report_incident
from incidents.models import Adoption, Incident
from tests.browser.pictures import photo
from tests.incidents.portal.test_around import resident_case


@pytest.fixture
def offered(town) -> Incident:
    case = resident_case(town)
    offer_case(actor=town.actor("alice"), incident_id=case.pk, at=town.at)
    return case


def taken(client, case, **changes):
    form = {"take": "1", "helper": "volunteers", "name": "红马甲志愿队", "days": "3"}
    return client.post(f"/around/{case.number}/adopt/", form | changes)


def done(client, case):
    picture = SimpleUploadedFile("a.jpg", photo(size=(300, 200))["buffer"], "image/jpeg")
    return client.post(f"/around/{case.number}/adopt/", {"done": "1", "photos": [picture]})


def test_from_the_offer_to_public_thanks(as_, town, offered) -> None:
    client = as_("")
    assert "我来认领" in client.get(f"/around/{offered.number}/").content.decode()
    assert taken(client, offered).status_code == 302
    page = client.get(f"/around/{offered.number}/").content.decode()
    assert "红马甲志愿队" in page
    assert "已完成，请核查" in page
    assert "已完成，请核查" not in as_("").get(f"/around/{offered.number}/").content.decode()
    assert done(client, offered).status_code == 302
    case = Incident.objects.get(pk=offered.pk)
    assert (case.state, case.photos.filter(stage="after").count()) == ("checking", 1)
    field.check_incident(actor=town.actor("bob"), incident_id=case.pk, version=None, at=town.at, result="passed")
    desk.close_incident(actor=town.actor("alice"), incident_id=case.pk, version=None, at=town.at)
    page = as_("").get(f"/around/{offered.number}/").content.decode()
    assert "红马甲志愿队" in page
    assert "修好了它，谢谢！" in page


def test_what_the_grid_does_not_pass_is_open_again(as_, town, offered) -> None:
    client = as_("")
    taken(client, offered)
    done(client, offered)
    field.check_incident(actor=town.actor("bob"), incident_id=offered.pk, version=None, at=town.at, result="failed", opinion="没有修好")
    case = Incident.objects.get(pk=offered.pk)
    assert (case.state, case.adoption.taken_at) == ("filed", None)


def test_only_one_takes_it_and_only_they_finish_or_leave(as_, town, offered) -> None:
    one, two = as_(""), as_("")
    taken(one, offered)
    assert taken(two, offered).status_code == 409
    assert done(two, offered).status_code == 404
    assert two.post(f"/around/{offered.number}/adopt/", {"give_up": "1"}).status_code == 404
    assert one.post(f"/around/{offered.number}/adopt/", {"give_up": "1"}).status_code == 302
    assert Adoption.objects.get().taken_at is None
    assert taken(two, offered).status_code == 302


def test_g1_a_number_in_the_shown_name_is_masked(as_, town, offered) -> None:
    taken(as_(""), offered, name="老李13800138000")
    assert Adoption.objects.get().name == "老李138****8000"


@pytest.mark.parametrize("wrong", [{"name": " "}, {"helper": "boss"}, {"days": "99"}, {"days": "x"}])
def test_a_wrong_form_is_told(as_, town, offered, wrong) -> None:
    answer = taken(as_(""), offered, **wrong)
    assert answer.status_code == 400
    assert "请填写署名" in answer.content.decode()


def test_a_case_that_was_not_offered_is_not_taken(as_, town) -> None:
    case = resident_case(town)
    assert taken(as_(""), case).status_code == 404


def test_only_filed_cases_of_the_own_area_are_offered(town) -> None:
    case = resident_case(town, accepted=False)
    with pytest.raises(IllegalStep):
        offer_case(actor=town.actor("alice"), incident_id=case.pk, at=town.at)
    for name in ("carol", "bob", "leo"):
        with pytest.raises(NotFound):
            offer_case(actor=town.actor(name), incident_id=case.pk, at=town.at)


def test_what_the_office_dispatched_meanwhile_is_not_taken(town, offered) -> None:
    desk.dispatch_incident(actor=town.actor("alice"), incident_id=offered.pk, version=None, at=town.at, unit_id=town.units["市政养护所"].pk)
    with pytest.raises(IllegalStep):
        take_up(number=offered.number, device=b"d" * 32, address="a", helper="resident", name="邻居", days=1, at=town.at)


def test_what_neighbours_mended_has_no_unit_to_rework(as_, town, offered) -> None:
    client = as_("")
    taken(client, offered)
    done(client, offered)
    field.check_incident(actor=town.actor("bob"), incident_id=offered.pk, version=None, at=town.at, result="passed")
    with pytest.raises(Conflict):
        desk.rework_incident(actor=town.actor("alice"), incident_id=offered.pk, version=None, at=town.at, reason="再看看")


def test_the_desk_offers_from_its_page(as_, town) -> None:
    case = resident_case(town)
    assert "开放认领" in as_("alice").get("/moderation/").content.decode()
    assert as_("alice").post("/moderation/", {"offer": str(case.pk)}).status_code == 302
    assert Adoption.objects.get().incident_id == case.pk
    assert case.number in as_("").get("/around/?offered=on").content.decode()


def test_a_question_is_answered_at_the_desk_and_the_answer_is_public(as_, town) -> None:
    report = town.report(source="resident", nature="question", text="夜间能停车吗")
    case, _new = report_incident(actor=PUBLIC, incident_id=uuid4(), report=report, at=town.at)
    respond_to_resident(actor=town.actor("alice"), incident_id=case.pk, version=None, at=town.at, opinion="二十二点后可以，问13800138000")
    page = as_("").get(f"/around/{case.number}/").content.decode()
    assert "二十二点后可以，问138****8000" in page
    assert "夜间能停车吗" in page


def test_a_problem_is_not_answered_away(town) -> None:
    case = resident_case(town)
    with pytest.raises(Conflict):
        respond_to_resident(actor=town.actor("alice"), incident_id=case.pk, version=None, at=town.at, opinion="好的")
