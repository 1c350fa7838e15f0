"""The page of decisions: who sees what, who may decide, and that its cost does not grow with the list."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.incidents.walking import step, to


def asked(town):
    case = to(town, "handling")
    return step(town, case, "request_extension")


def test_who_may_decide_decides_here(as_, town) -> None:
    case = asked(town)
    page = as_("erin").get("/desk/approvals/").content.decode()
    assert case.number in page
    assert 'value="grant_extension"' in page
    sent = {"does": "grant_extension", "incident": str(case.pk), "version": case.version, "words": "同意"}
    assert as_("erin").post("/desk/approvals/", sent).status_code == 302
    case.refresh_from_db()
    assert (case.extensions, case.pending) == (1, "")


def test_who_may_only_look_sees_no_buttons_and_another_street_sees_nothing(as_, town) -> None:
    case = asked(town)
    assert 'value="grant_extension"' not in as_("leo").get("/desk/approvals/").content.decode()
    assert case.number not in as_("carol").get("/desk/approvals/").content.decode()
    assert as_("bob").get("/desk/approvals/").status_code == 403


def test_a_refusal_must_say_why_and_a_stale_page_is_told(as_, town) -> None:
    case = asked(town)
    sent = {"does": "refuse_extension", "incident": str(case.pk), "version": case.version, "words": ""}
    assert as_("erin").post("/desk/approvals/", sent).status_code == 400
    assert as_("erin").post("/desk/approvals/", sent | {"words": "不必", "version": 1}).status_code == 400
    assert as_("erin").post("/desk/approvals/", {"does": "explode"}).status_code == 400


def test_a_reply_that_is_owed_is_given_here(as_, town) -> None:
    case = to(town, "handling")
    step(town, case, "urge", level=2, kind="leader", text="请今天办完")
    page = as_("erin").get("/desk/approvals/").content.decode()
    assert "请今天办完" in page
    sent = {"does": "reply", "incident": str(case.pk), "version": case.version, "words": "下午到场"}
    assert as_("erin").post("/desk/approvals/", sent).status_code == 302
    assert "请今天办完" not in as_("erin").get("/desk/approvals/").content.decode()


def test_one_row_costs_as_much_as_three(as_, town, django_assert_max_num_queries) -> None:
    client = as_("erin")
    asked(town)
    client.get("/desk/approvals/")
    with CaptureQueriesContext(connection) as one:
        client.get("/desk/approvals/")
    asked(town)
    asked(town)
    with django_assert_max_num_queries(len(one)):
        assert client.get("/desk/approvals/").content.count(b"data-item") == 3


def test_the_case_shows_clocks_requests_partners_and_parts(as_, town) -> None:
    case = asked(town)
    step(town, case, "call_partners", by="erin", partners=[town.units["环卫公司"].pk], text="请清运渣土")
    step(town, case, "split", by="alice", parts=["修复路面"])
    step(town, case, "ask", by="alice", question="哪个单元？")
    step(town, case, "urge", level=3, kind="important", text="媒体关注", at=town.at + timedelta(minutes=1))
    html = as_("erin").get(f"/desk/cases/{case.pk}/").content.decode()
    for words in ("处置计时", "暂停中", "等配件", "请清运渣土", f"{case.number}-1", "哪个单元？", "媒体关注"):
        assert words in html
