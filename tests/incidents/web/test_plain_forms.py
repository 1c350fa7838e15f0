"""Forms without scripts do what the API does, once, however often they are sent."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from incidents.actions import desk
from incidents.models import Incident, Photo
from tests.browser.pictures import photo


def sent(town, **changes: object) -> dict[str, object]:
    """What the report form sends."""
    filled = {
        "id": str(uuid4()),
        "captured_at": town.at.isoformat(),
        "category": town.category.pk,
        "place": "学院路88号",
        "text": "井盖破损",
    }
    return filled | {"photos": [picture()]} | changes


def picture(shade: int = 120) -> SimpleUploadedFile:
    made = photo(shade, size=(400, 300))
    return SimpleUploadedFile(str(made["name"]), made["buffer"], "image/jpeg")  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "path", "source"), [("", "/report/", "resident"), ("bob", "/w/report/", "grid_worker")])
def test_a1_a_form_sent_twice_makes_one_case_with_one_photo(as_, town, name: str, path: str, source: str) -> None:
    client, form = as_(name), sent(town)
    first = client.post(path, form)
    again = client.post(path, form | {"photos": [picture()]})
    assert first.status_code == again.status_code == 302
    assert first["Location"] == again["Location"]
    case = Incident.objects.get()
    assert (str(case.pk), case.source, case.text, Photo.objects.count()) == (form["id"], source, "井盖破损", 1)


def test_a_form_without_a_category_comes_back_with_what_was_written(as_, town) -> None:
    form = sent(town, category="", text="我写了很多字")
    answer = as_("").post("/report/", form)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "请选择类别。" in page
    assert "我写了很多字" in page
    assert str(form["id"]) in page
    assert not Incident.objects.exists()


def test_a_file_that_is_no_picture_is_named_and_nothing_is_filed(as_, town) -> None:
    answer = as_("").post("/report/", sent(town, photos=[SimpleUploadedFile("x.jpg", b"not a picture", "image/jpeg")]))
    assert answer.status_code == 400
    assert not Incident.objects.exists()


@pytest.mark.parametrize("text", ["空\0字", "控\x07制"])
def test_a22_signs_that_break_storage_are_refused(as_, town, text: str) -> None:
    assert as_("").post("/report/", sent(town, text=text)).status_code == 400


def test_handling_on_the_spot_needs_a_position_and_becomes_a_report_without_one(as_, town) -> None:
    assert as_("bob").post("/w/report/", sent(town, on_the_spot="1")).status_code == 302
    assert (Incident.objects.get().state, Incident.objects.get().on_the_spot) == ("reported", False)


def test_a_handler_takes_the_case_and_reports_it_done(as_, town) -> None:
    case = town.case()
    desk.dispatch_incident(actor=town.actor("alice"), incident_id=case.pk, version=1, at=town.at, unit_id=town.units["市政养护所"].pk)
    client, path = as_("dan"), f"/handle/{case.pk}/"
    assert client.post(path, {"verb": "assign", "version": 3})["Location"] == path
    without = client.post(path, {"verb": "feed_back", "version": 4, "opinion": "已更换"})
    assert (without.status_code, "处置后的照片" in without.content.decode(), "已更换" in without.content.decode()) == (400, True, True)
    assert client.post(path, {"verb": "feed_back", "version": 4, "opinion": "已更换", "photos": [picture()]})["Location"] == "/handle/"
    case.refresh_from_db()
    assert (case.state, case.handler) == ("fed_back", town.people["dan"])


def test_a_step_on_an_old_version_is_refused_as_a_conflict(as_, town) -> None:
    case = town.case()
    desk.send_to_verify(actor=town.actor("alice"), incident_id=case.pk, version=1, at=town.at)
    answer = as_("bob").post(f"/w/tasks/{case.pk}/", {"verb": "verify", "version": 1, "result": "exists"})
    assert answer.status_code == 409


@pytest.mark.parametrize("verb", ["dispatch", "close", "nonsense"])
def test_a_page_takes_only_the_steps_of_the_field(as_, town, verb: str) -> None:
    case = town.case()
    assert as_("bob").post(f"/w/tasks/{case.pk}/", {"verb": verb, "version": 1}).status_code == 400


def test_forms_need_their_token(town) -> None:
    """D8."""
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/report/", sent(town)).status_code == 403
    assert not Incident.objects.exists()
