"""The pages of notices: what failed is seen by whose area it is, the words and addresses are kept by those who may."""

from typing import Any

import pytest
from django.test import Client

from governance.ledger.models import Entry
from governance.notices.message import Never
from governance.notices.models import Address, Delivery, Template
from tests.governance.notices.running import run_notices
from tests.town import NOON, Town


@pytest.fixture
def web(town: Town) -> Any:
    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(town.people[name])
        return client

    return sign_in


def test_a21_what_failed_for_good_is_a_row_for_the_desk_of_its_area_and_nobody_else(tell: Any, gateway: Any, web: Any):
    tell()
    gateway.fault = Never("停机")
    run_notices(NOON)
    key = str(Delivery.objects.get().pk)
    assert key in web("alice").get("/notices/").content.decode()
    assert "停机" in web("alice").get("/notices/").content.decode()
    assert key not in web("carol").get("/notices/").content.decode()
    assert web("bob").get("/notices/").status_code == 403
    assert web("carol").post("/notices/", {"retry": key}).status_code == 404
    assert web("alice").post("/notices/", {"retry": "x"}).status_code == 400
    assert web("alice").post("/notices/", {"retry": key}).status_code == 302
    assert Delivery.objects.get().status == "waiting"
    assert web("alice").post("/notices/", {"settle": key}).status_code == 409


def test_a_row_that_failed_says_for_whom_and_about_what_it_was_but_no_code(tell: Any, gateway: Any, web: Any):
    tell(event="incident.closed", facts={"number": "4403992026111800001", "category": {"zh-hans": "上水井盖", "en": "Water lid"}})
    tell(key="test:code", event="phone.code", audience="resident", facts={"code": "314159"})
    gateway.fault = Never("停机")
    run_notices(NOON)
    page = web("sam").get("/notices/").content.decode()
    assert "反映人" in page
    assert "4403992026111800001 上水井盖" in page
    assert "314159" not in page


def test_the_list_asks_as_often_for_three_rows_as_for_one(tell: Any, gateway: Any, web: Any):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    gateway.fault = Never("x")
    alice, counts = web("alice"), []
    alice.get("/notices/")  # whatever a process remembers is asked once
    for number in range(3):
        tell(key=f"test:{number}")
        run_notices(NOON)
        if number in {0, 2}:
            with CaptureQueriesContext(connection) as seen:
                alice.get("/notices/")
            counts.append(len(seen))
    assert counts[0] == counts[1]


def test_an_administrator_words_a_template_and_a_wrong_placeholder_is_named(tell: Any, web: Any):
    row = Template.objects.get(event="incident.closed", audience="reporter", language="zh-hans")
    sam, path = web("sam"), f"/notices/templates/{row.pk}/"
    assert "案件编号" in sam.get(path).content.decode()
    refused = sam.post(path, {"subject": "好", "body": "{phone}", "gateway_code": ""})
    assert (refused.status_code, "phone" in refused.content.decode()) == (400, True)
    assert sam.post(path, {"subject": "好", "body": "{number} 办好了", "gateway_code": ""}).status_code == 302
    assert sam.get("/notices/templates/99999/").status_code == 404
    assert web("alice").get("/notices/templates/").status_code == 403


def test_people_keep_their_own_addresses_and_none_of_others(web: Any):
    alice = web("alice")
    assert alice.post("/notices/addresses/", {"channel": "sms", "address": "138 0013 1234"}).status_code == 302
    assert alice.post("/notices/addresses/", {"channel": "sms", "address": "13800131234"}).status_code == 302
    row = Address.objects.get()
    page = alice.get("/notices/addresses/").content.decode()
    assert "138****1234" in page
    assert "13800131234" not in page
    assert alice.post("/notices/addresses/", {"channel": "sms", "address": "12"}).status_code == 400
    assert alice.post("/notices/addresses/", {"channel": "fax", "address": "12"}).status_code == 400
    assert web("carol").post("/notices/addresses/", {"end": str(row.pk)}).status_code == 404
    assert alice.post("/notices/addresses/", {"end": str(row.pk)}).status_code == 302
    row.refresh_from_db()
    assert (row.sealed, row.hint) == (None, "—")
    assert set(Entry.objects.filter(kind="address").values_list("verb", flat=True)) == {"notice.address_added", "notice.address_ended"}


def test_robots_of_units_are_the_system_administrator_s(web: Any, town: Town):
    form = {
        "unit": str(town.units["环卫公司"].pk),
        "channel": "wecom",
        "address": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abcd1234",
    }
    assert web("alice").post("/notices/addresses/", form).status_code == 403
    assert web("sam").post("/notices/addresses/", form).status_code == 302
    assert web("sam").post("/notices/addresses/", form | {"address": "https://10.0.0.1/x"}).status_code == 400
    assert "…1234" in web("sam").get("/notices/addresses/").content.decode()
