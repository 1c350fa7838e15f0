"""What the register holds of oneself: by a phone's code masked, with the document number whole; seen by nobody else."""

import re
from datetime import timedelta

import pytest

from governance.access.actor import SYSTEM_ACTOR, Actor, Held, person_of
from governance.errors import Conflict, NotAllowed, NotFound
from governance.ledger.models import Entry
from governance.limits.actions import TooOften
from governance.notices.models import Notice
from governance.notices.sealing import unseal
from residents.actions.declaring import load_fields
from residents.actions.own import answer_erasure, ask_erasure, challenge_own, forget_requests, own_copy, withdraw_erasure
from residents.actions.registering import register_resident
from residents.disclosure import Looking, disclose
from residents.disclosure.own import disclose_own
from residents.models import Doubt, ErasureRequest, Look, Resident
from tests.incidents.portal.test_my_data import last_code
from tests.residents.people import person
from tests.town import STREET

PHONE, OTHER = "13800138000", "13900139000"
REGISTRAR = Actor(1, "Rita", (Held("registrar", STREET),))
PAGE = "/my-record/"


@pytest.fixture
def me(town):
    load_fields(actor=SYSTEM_ACTOR, at=town.at)
    return kept(town, 1, phone=PHONE)


def kept(town, n: int, **changes) -> Resident:
    from uuid import uuid4

    return register_resident(actor=REGISTRAR, resident_id=uuid4(), code=town.grid, values=person(n, **changes), at=town.at)


def proved(as_, phone: str = PHONE):
    client = as_("")
    assert client.post("/prove/", {"phone": phone}).status_code == 200
    assert client.post("/prove/", {"phone": phone, "code": last_code()}).status_code == 302
    return client


def known(as_, n: int = 1):
    client = proved(as_)
    assert client.post(PAGE, {"number": person(n)["id_number_enc"]})["Location"] == PAGE
    return client


def test_without_a_code_nothing_is_shown(as_, me) -> None:
    assert as_("").get(PAGE)["Location"] == "/prove/"
    assert as_("").post(PAGE, {"erase": "1"})["Location"] == "/prove/"
    assert not Look.objects.exists()


def test_a_strangers_phone_sees_nothing_and_cannot_try_numbers(as_, me) -> None:
    """Nothing of a person who stands with another number, with the right document number neither; the same for one that is not here."""
    client = proved(as_, OTHER)
    page = client.get(PAGE).content.decode()
    assert "社区没有用这个手机号登记的居民信息" in page
    right, wrong = (client.post(PAGE, {"number": number}) for number in (person(1)["id_number_enc"], person(2)["id_number_enc"]))
    assert (right.status_code, wrong.status_code) == (400, 400)
    for answer in (right, wrong):
        assert all(value not in answer.content.decode() for value in (person(1)["name"], "金田花园", "王*"))
    assert client.get(f"{PAGE}?copy").status_code == 404
    assert client.post(PAGE, {"correct": "1", "field": "name", "value": "别人"}).status_code == 404
    assert client.post(PAGE, {"erase": "1", "sure": "yes"}).status_code == 404
    assert (Doubt.objects.count(), ErasureRequest.objects.count(), Look.objects.count()) == (0, 0, 0)


def test_an_emergency_contacts_phone_is_nobodys_own(as_, town, me) -> None:
    kept(town, 2, emergency_phone=OTHER, emergency_name="某人")
    assert "社区没有用这个手机号登记的居民信息" in proved(as_, OTHER).get(PAGE).content.decode()


def test_a_phone_alone_sees_a_mask_of_everybody_who_has_it(as_, town, me) -> None:
    """The number may have another owner by now: the mask tells oneself and no other."""
    kept(town, 2, phone=PHONE)
    page = proved(as_).get(PAGE).content.decode()
    assert page.count("138****8000") >= 3
    for n in (1, 2):
        assert all(person(n)[key] not in page for key in ("name", "id_number_enc", "residence_address", "employer"))
    entry = Entry.objects.filter(verb="resident.read").get()
    assert (entry.post, entry.actor_id, entry.detail["purpose"], entry.detail["surface"]) == ("person", None, "rights", "portal")
    assert Look.objects.filter(whole=False).count() == 2


def test_with_the_document_number_one_sees_oneself_whole_and_the_other_still_masked(as_, town, me) -> None:
    other = kept(town, 2, phone=PHONE)
    page = known(as_).get(PAGE).content.decode()
    for key in ("name", "id_number_enc", "residence_address", "employer"):
        assert person(1)[key] in page
        assert person(2)[key] not in page
    assert "本人" in page
    assert not Look.objects.filter(resident_id=other.pk, whole=True).exists()
    assert Entry.objects.filter(verb="resident.unmasked", object_id=str(me.pk), post="person").count() == 1


def test_a_flag_reads_yes_or_no(as_, town, me) -> None:
    page = known(as_).get(PAGE).content.decode()
    assert "<b><bdi>否</bdi></b>" in page
    assert not re.search(r"<bdi>[01]</bdi>", page)


def test_who_has_looked_is_told_by_post_time_and_purpose(as_, town, me) -> None:
    bob = Actor(2, "Bob", (Held("grid_worker", town.grid),))
    disclose(actor=bob, ids=[me.pk], looking=Looking("visit", "detail", keys=["phone"]), at=town.at)
    page = known(as_).get(PAGE).content.decode()
    assert "网格员" in page
    assert "走访核实" in page
    assert "Bob" not in page


def test_d2_the_document_number_is_tried_five_times_and_the_page_is_not_opened_without_end(as_, me, monkeypatch) -> None:
    client = proved(as_)
    wrong = [client.post(PAGE, {"number": person(n)["id_number_enc"]}).status_code for n in range(2, 8)]
    assert wrong == [400] * 5 + [429]
    assert client.post(PAGE, {"number": person(1)["id_number_enc"]}).status_code == 429
    from incidents.web.portal import record

    monkeypatch.setattr(record, "LOOKS", record.LOOKS.__class__("own.look", 2, timedelta(days=36_500)))
    assert [client.get(PAGE).status_code for _n in range(3)][-1] == TooOften.status


def test_a_copy_is_whole_and_recorded(as_, me) -> None:
    client = known(as_)
    copy = client.get(f"{PAGE}?copy").json()
    assert copy["values"]["id_number_enc"]["value"] == person(1)["id_number_enc"]
    assert "attachment" in client.get(f"{PAGE}?copy")["Content-Disposition"]
    assert Entry.objects.filter(verb="resident.unmasked", detail__surface="copy").count() == 2


def test_a_correction_becomes_a_doubt_for_the_registrar_and_its_end_is_told(as_, town, me) -> None:
    from residents.actions.rights import settle_doubt

    client = known(as_)
    assert client.post(PAGE, {"correct": "1", "field": "employer", "value": "新公司"}).status_code == 302
    assert client.post(PAGE, {"correct": "1", "field": "employer", "value": "又一家"}).status_code == 409
    assert client.post(PAGE, {"correct": "1", "field": "phone", "value": "nonsense"}).status_code == 400
    assert client.post(PAGE, {"correct": "1", "field": "id_number_enc", "value": person(2)["id_number_enc"]}).status_code == 400
    doubt = Doubt.objects.get()
    assert (doubt.source, doubt.state) == ("本人申请", "raised")
    assert "新公司" not in str(Entry.objects.filter(verb="value.challenged").get().detail)
    settle_doubt(actor=REGISTRAR, doubt_id=doubt.pk, accepted=False, reason="请带劳动合同", at=town.at)
    page = client.get(PAGE).content.decode()
    assert "不采纳" in page
    assert "请带劳动合同" in page


def told(event: str) -> str:
    notice = Notice.objects.filter(event=event).get()
    return str(unseal(notice.pk, bytes(notice.sealed)))


def test_a_deletion_goes_to_the_office_with_a_day_and_is_answered(as_, town, me) -> None:
    client = known(as_)
    assert client.post(PAGE, {"erase": "1"}).status_code == 400
    for _twice in range(2):
        assert client.post(PAGE, {"erase": "1", "sure": "yes"}).status_code == 302
    asked = ErasureRequest.objects.get()
    assert asked.due_on == (asked.asked_at + timedelta(days=15)).date()
    assert "/registry/requests/" in told("own.erasure_asked")
    page = client.get(PAGE).content.decode()
    assert "待答复" in page
    answer_erasure(actor=REGISTRAR, request_id=asked.pk, granted=True, at=town.at)
    assert Resident.objects.get(pk=me.pk).erased_at
    assert PHONE in told("own.erasure_answered")
    page = client.get(PAGE).content.decode()  # the same browser, nobody left behind the number
    assert "已删除" in page
    assert person(1)["name"] not in page
    assert forget_requests(actor=SYSTEM_ACTOR, at=town.at + timedelta(days=31)) == 1
    assert ErasureRequest.objects.get().phone is None


def test_the_office_sees_what_waits_masked_and_says_why_not(as_, town, me) -> None:
    from governance.access.models import Post

    unit = next(iter(town.units.values()))
    Post.objects.create(user=town.people["alice"], role="registrar", code=STREET, unit=unit, starts_at=town.at - timedelta(days=9))
    asked = ask_erasure(actor=person_of(people=[me.pk]), resident_id=me.pk, phone=b"x" * 32, at=town.at)
    page = as_("alice").get("/registry/requests/").content.decode()
    assert person(1)["name"][0] + "*" in page
    assert person(1)["name"] not in page
    address = f"/registry/requests/{asked.pk}/"
    assert as_("alice").post(address, {"ask": "refuse", "reason": ""}).status_code == 400
    assert as_("alice").post(address, {"ask": "grant"}).status_code == 400
    assert as_("alice").post(address, {"ask": "refuse", "reason": "依法须保存"}).status_code == 302
    assert as_("alice").post(address, {"ask": "refuse", "reason": "依法须保存"}).status_code == 409
    assert ErasureRequest.objects.get().state == "refused"
    assert as_("bob").get("/registry/requests/").status_code == 403


def test_the_list_of_three_asks_no_more_than_that_of_one(town, me) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from residents.queries.own import open_requests

    def asked_and_counted() -> int:
        with CaptureQueriesContext(connection) as found:
            rows = open_requests(actor=REGISTRAR)
            looking = Looking("registry", "list", keys=("name",))
            disclose(actor=REGISTRAR, ids=[row.resident.pk for row in rows], looking=looking, at=town.at)
        return len(found)

    ask_erasure(actor=person_of(people=[me.pk]), resident_id=me.pk, phone=b"x" * 32, at=town.at)
    one = asked_and_counted()
    for n in (2, 3):
        more = kept(town, n)
        ask_erasure(actor=person_of(people=[more.pk]), resident_id=more.pk, phone=b"x" * 32, at=town.at)
    assert asked_and_counted() == one


def test_c1_nobody_acts_for_another(town, me) -> None:
    """Staff use doors of their own, a person only their own record; a foreign registrar sees no request."""
    other = kept(town, 2)
    mine = person_of(people=[me.pk])
    for actor in (person_of(people=[other.pk]), REGISTRAR, person_of(people=[])):
        with pytest.raises(NotFound):
            own_copy(actor=actor, resident_id=me.pk, at=town.at)
        with pytest.raises(NotFound):
            challenge_own(actor=actor, resident_id=me.pk, field="name", value="别人", at=town.at)
        with pytest.raises(NotFound):
            ask_erasure(actor=actor, resident_id=me.pk, phone=b"x" * 32, at=town.at)
        with pytest.raises(NotFound):
            disclose_own(actor=actor, people=[me], whole=False, at=town.at)
    for door in (lambda: disclose(actor=mine, ids=[me.pk], looking=Looking("rights", "detail"), at=town.at),):
        with pytest.raises(NotFound):
            door()
    asked = ask_erasure(actor=mine, resident_id=me.pk, phone=b"x" * 32, at=town.at)
    with pytest.raises(NotFound):
        withdraw_erasure(actor=mine, request_id=asked.pk, phone=b"y" * 32, at=town.at)
    with pytest.raises(NotFound):
        answer_erasure(actor=Actor(3, "Carol", (Held("registrar", "440399002"),)), request_id=asked.pk, granted=True, at=town.at)
    with pytest.raises(NotAllowed):
        answer_erasure(actor=Actor(2, "Bob", (Held("grid_worker", town.grid),)), request_id=asked.pk, granted=True, at=town.at)
    withdraw_erasure(actor=mine, request_id=asked.pk, phone=b"x" * 32, at=town.at)
    with pytest.raises(Conflict):
        answer_erasure(actor=REGISTRAR, request_id=asked.pk, granted=True, at=town.at)
