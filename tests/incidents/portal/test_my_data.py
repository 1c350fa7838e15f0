"""My reports by phone number: a code first; see, correct, copy, delete, and who has looked."""

import re
from uuid import uuid4

import pytest

from governance.access.actor import PUBLIC
from governance.errors import Invalid, NotFound
from governance.notices.models import Address, Notice
from governance.notices.sealing import unseal
from incidents.actions.portal.contacts import see_contact
from incidents.actions.portal.reporting import Sent, report_by_resident
from incidents.actions.report import follow_token

PHONE = "13800138000"


def reported(town, phone: str = PHONE):
    return report_by_resident(
        actor=PUBLIC, incident_id=uuid4(), report=town.report(source="resident"), sent=Sent("10.0.0.1", phone=phone), at=town.at
    )[0]


def last_code() -> str:
    notice = Notice.objects.filter(event="phone.code").order_by("-at").first()
    return re.search(r"\b\d{6}\b", str(unseal(notice.pk, bytes(notice.sealed)))).group()


@pytest.fixture
def mine(as_, town):
    client = as_("")
    assert client.post("/prove/", {"phone": PHONE}).status_code == 200
    assert client.post("/prove/", {"phone": PHONE, "code": last_code()})["Location"] == "/my-data/"
    return client


def test_without_a_code_nothing_is_shown(as_, town) -> None:
    reported(town)
    assert as_("").get("/my-data/")["Location"] == "/prove/"
    assert as_("").post("/my-data/", {"forget": "1"})["Location"] == "/prove/"


def test_d3_the_answer_is_the_same_for_a_known_and_an_unknown_number(as_, town) -> None:
    reported(town)
    known, unknown = (as_("").post("/prove/", {"phone": phone}) for phone in (PHONE, "13900139000"))
    plain = [
        re.sub(r'(name="csrfmiddlewaretoken" value=|name="csrf" content=|name="now" content=)"[^"]*"', "", page.content.decode()).replace(
            phone, ""
        )
        for page, phone in ((known, PHONE), (unknown, "13900139000"))
    ]
    assert known.status_code == unknown.status_code
    assert plain[0] == plain[1]


def test_my_reports_are_those_of_my_number(town, mine) -> None:
    own, other = reported(town), reported(town, "13900139000")
    page = mine.get("/my-data/").content.decode()
    assert follow_token(own.pk) in page
    assert follow_token(other.pk) not in page
    assert "138****8000" in page


def test_who_has_looked_is_told(town, mine) -> None:
    case = reported(town)
    assert "没有人查看过完整号码" in mine.get("/my-data/").content.decode()
    assert see_contact(actor=town.actor("alice"), incident_id=case.pk, reason="现场找不到，需要回拨", at=town.at) == PHONE
    page = mine.get("/my-data/").content.decode()
    assert "现场找不到，需要回拨" in page
    assert "Alice" not in page


def test_g1_the_number_is_seen_by_those_who_work_on_it_and_say_why(town) -> None:
    case = reported(town)
    with pytest.raises(Invalid):
        see_contact(actor=town.actor("alice"), incident_id=case.pk, reason=" ", at=town.at)
    for name in ("carol", "dan", "bob", "leo"):
        with pytest.raises(NotFound):
            see_contact(actor=town.actor(name), incident_id=case.pk, reason="想知道是谁", at=town.at)


def test_a_copy_can_be_taken_along(town, mine) -> None:
    case = reported(town)
    copy = mine.get("/my-data/?copy").json()
    assert [one["number"] for one in copy["reports"]] == [case.number]


def test_the_number_is_corrected_everywhere(town, mine) -> None:
    reported(town)
    reported(town)
    assert mine.post("/my-data/", {"change": "1", "phone": "13700137000"})["Location"] == "/mine/"
    assert [one.hint for one in Address.objects.filter(ended_at__isnull=True)] == ["137****7000"] * 2
    assert mine.get("/my-data/")["Location"] == "/prove/"


def test_the_number_is_deleted_and_erased(town, mine) -> None:
    reported(town)
    mine.post("/my-data/", {"forget": "1"})
    row = Address.objects.get()
    assert (row.sealed, row.hint) == (None, "—")


def test_d1_by_number_and_last_digits_five_tries(as_, town) -> None:
    case = reported(town)
    client = as_("")
    for last in ("0001", "0002", "0003", "0004"):
        assert client.post("/find/", {"number": case.number, "last": last}).status_code == 404
    assert client.post("/find/", {"number": case.number, "last": "8000"})["Location"] == f"/follow/{follow_token(case.pk)}/"
    assert client.post("/find/", {"number": case.number, "last": "8000"}).status_code == 429


def test_d1_wrong_number_and_wrong_digits_are_refused_alike(as_, town) -> None:
    case = reported(town)
    answers = [as_("").post("/find/", {"number": number, "last": "0000"}) for number in (case.number, "4403992026111899999")]
    assert {answer.status_code for answer in answers} == {404}
    assert all("没有找到。请核对" in answer.content.decode() for answer in answers)


def test_the_page_for_staff_asks_why_and_records_the_look(as_, town) -> None:
    from governance.ledger.models import Entry

    case = reported(town)
    page = as_("alice").get(f"/contact/{case.pk}/").content.decode()
    assert "138****8000" in page
    assert PHONE not in page
    assert as_("alice").post(f"/contact/{case.pk}/", {"reason": ""}).status_code == 400
    assert PHONE in as_("alice").post(f"/contact/{case.pk}/", {"reason": "找不到现场，回拨核实"}).content.decode()
    assert Entry.objects.filter(verb="incident.contact_seen").count() == 1
    assert as_("carol").get(f"/contact/{case.pk}/").status_code == 404
    assert as_("bob").get(f"/contact/{case.pk}/").status_code == 403
