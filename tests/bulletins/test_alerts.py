"""Emergency notices: CAP 1.2, on every page of the area, acknowledged grid by grid."""

from datetime import timedelta
from uuid import uuid4
from xml.etree.ElementTree import fromstring

import pytest

from bulletins.actions.warning import Warned, acknowledge_alert, cancel_alert, send_alert
from bulletins.models import Acknowledgement, Alert
from bulletins.queries import alert_progress
from bulletins.queries.inforce import forget_alerts
from governance.errors import Conflict, Invalid, NotAllowed
from governance.ledger.models import Entry
from tests.bulletins.cap import CAP, cap_faults
from tests.town import OTHER_STREET, STREET


def warned(town, **changes) -> Warned:
    given = {
        "event": "暴雨", "headline": "暴雨橙色预警", "description": "未来三小时雨量五十毫米以上。", "instruction": "请勿到低洼处。", "code": STREET,
        "expires_at": town.at + timedelta(hours=6), "theme": "Met", "severity": "Severe",
    }  # fmt: skip
    return Warned(**(given | changes))


def sent(town, by: str = "erin", **changes) -> Alert:
    alert = send_alert(actor=town.actor(by), alert_id=uuid4(), warned=warned(town, **changes), at=town.at)
    forget_alerts()
    return alert


def test_it_stands_on_every_page_of_the_area_and_on_no_other(as_, town) -> None:
    sent(town)
    for name, path in (
        ("", "/"),
        ("", "/report/"),
        ("", "/bulletins/"),
        ("bob", "/w/"),
        ("alice", "/desk/"),
        ("dan", "/handle/"),
        ("", "/sign-in/"),
    ):
        assert "暴雨橙色预警" in as_(name).get(path).content.decode(), path
    assert "暴雨橙色预警" not in as_("carol").get("/desk/").content.decode()


def test_it_is_gone_when_it_ran_out_or_was_cancelled(as_, town) -> None:
    alert = sent(town)
    cancel_alert(actor=town.actor("erin"), alert_id=uuid4(), cancelled=alert.pk, reason="雨停了", at=town.at)
    forget_alerts()
    assert "暴雨橙色预警" not in as_("").get("/").content.decode()
    assert "已结束" in as_("").get(f"/alerts/{alert.pk}/").content.decode()


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("值班室 0755-0000 0000", "tel:075500000000"), ("（0755）00000000", "tel:075500000000"), ("(0755) 0000-0000", "tel:075500000000"),
        ("24小时 0755-00000000", "tel:075500000000"), ("119", "tel:119"), ("+86 755 00000000", "tel:+8675500000000"),
        ("社区值班室", ""), ("00000000 13800000000", ""), ("00000000、11111111", ""),
    ],
)  # fmt: skip
def test_whom_to_call_is_called_by_a_tap(as_, town, contact: str, link: str) -> None:
    page = as_("").get(f"/alerts/{sent(town, contact=contact).pk}/").content.decode()
    assert contact in page
    assert ("tel:" in page, link in page) == (bool(link), True)


def test_only_a_duty_chief_or_a_leader_warns_and_only_their_own_area(town) -> None:
    for by in ("alice", "bob", "dan"):
        with pytest.raises(NotAllowed):
            sent(town, by)
    with pytest.raises(NotAllowed):
        sent(town, code=OTHER_STREET)


@pytest.mark.parametrize(
    "wrong", [{"expires_at": timedelta(minutes=-1)}, {"expires_at": timedelta(days=15)}, {"headline": " "}, {"event": ""}]
)
def test_what_nobody_could_act_on_is_refused(town, wrong) -> None:
    given = {name: town.at + value if isinstance(value, timedelta) else value for name, value in wrong.items()}
    with pytest.raises(Invalid):
        sent(town, **given)


def test_cap_messages_are_valid(as_, town) -> None:
    """By the official schema of CAP 1.2; each of the three kinds, with every text that XML could trip over."""
    first = sent(town, headline='暴雨 <红色> & "升级"', contact="0755-0000 0000")
    second = send_alert(actor=town.actor("erin"), alert_id=uuid4(), warned=warned(town), at=town.at, replaces=first.pk)
    third = cancel_alert(actor=town.actor("erin"), alert_id=uuid4(), cancelled=second.pk, reason="", at=town.at)
    for alert, kind in ((first, "Alert"), (second, "Update"), (third, "Cancel")):
        answer = as_("").get(f"/alerts/{alert.pk}/cap.xml")
        assert answer["Content-Type"].startswith("application/cap+xml")
        assert cap_faults(answer.content) == []
        assert fromstring(answer.content).findtext(f"{CAP}msgType") == kind
    references = fromstring(as_("").get(f"/alerts/{second.pk}/cap.xml").content).findtext(f"{CAP}references")
    assert references.split(",")[1] == f"wangge-{first.pk}"


def test_cap_has_the_outline_where_one_is_known(as_, town) -> None:
    alert = sent(town, "leo", code="440399")
    xml = as_("").get(f"/alerts/{alert.pk}/cap.xml").content
    assert cap_faults(xml) == []
    assert fromstring(xml).find(f"{CAP}info/{CAP}area/{CAP}polygon") is not None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<status>Actual</status>", ""),
        ("<severity>Severe", "<severity>Bad"),
        ("<scope>Public</scope>", ""),
        ("+08:00</sent>", "Z</sent>"),
        ("<event>", "<what/><event>"),
        ("<msgType>Alert", "<msgType>Warning"),
        ("<identifier>wangge-", "<identifier>wangge "),
        ("cap:1.2", "cap:1.1"),
    ],
)
def test_a_planted_fault_in_cap_is_found(as_, town, old: str, new: str) -> None:
    """The red control of the check above."""
    xml = as_("").get(f"/alerts/{sent(town).pk}/cap.xml").content.decode()
    assert old in xml
    assert cap_faults(xml.replace(old, new).encode())


def linked(as_) -> dict[str, bytes]:
    """Each message that the feed links, by its type, as a system that polls it would get it."""
    atom = "{http://www.w3.org/2005/Atom}"
    links = list(fromstring(as_("").get("/alerts/cap.atom").content).iterfind(f"{atom}entry/{atom}link"))
    assert {link.get("type") for link in links} <= {"application/cap+xml"}
    found = [as_("").get(link.get("href").removeprefix("http://testserver")).content for link in links]
    assert [fault for one in found for fault in cap_faults(one)] == []
    return {fromstring(one).findtext(f"{CAP}msgType"): one for one in found}


def test_the_feed_links_what_is_in_force_and_tells_what_was_cancelled(as_, town) -> None:
    alert = sent(town)
    assert list(linked(as_)) == ["Alert"]
    update = send_alert(actor=town.actor("erin"), alert_id=uuid4(), warned=warned(town), at=town.at, replaces=alert.pk)
    assert list(linked(as_)) == ["Update"]
    cancel_alert(actor=town.actor("erin"), alert_id=uuid4(), cancelled=update.pk, reason="雨停了", at=town.at)
    ended = linked(as_)
    assert list(ended) == ["Cancel"]
    assert f"wangge-{update.pk}" in fromstring(ended["Cancel"]).findtext(f"{CAP}references")


def test_two_updates_of_one_alert_do_not_both_pass(town) -> None:
    first = sent(town)
    send_alert(actor=town.actor("erin"), alert_id=uuid4(), warned=warned(town), at=town.at, replaces=first.pk)
    with pytest.raises(Conflict):
        send_alert(actor=town.actor("erin"), alert_id=uuid4(), warned=warned(town), at=town.at, replaces=first.pk)


def test_grid_workers_acknowledge_and_the_office_sees_which_grids_are_missing(as_, town) -> None:
    alert = sent(town)
    page = as_("bob").get(f"/alerts/{alert.pk}/").content.decode()
    assert "已收到，正在通知本网格" in page
    assert as_("bob").post(f"/alerts/{alert.pk}/").status_code == 302
    assert as_("bob").post(f"/alerts/{alert.pk}/").status_code == 302
    assert Acknowledgement.objects.count() == 1
    told = {one.code: one.who for one in alert_progress(alert=alert, actor=town.actor("erin"))}
    assert told[town.grid] == "Bob"
    assert [code for code, who in told.items() if who] == [town.grid]
    assert "1 / 8 个网格已签收" in as_("erin").get(f"/alerts/{alert.pk}/").content.decode()
    assert "Bob" not in as_("").get(f"/alerts/{alert.pk}/").content.decode()


def test_a_phone_acknowledges_as_often_as_it_sends(as_, town) -> None:
    alert, bob = sent(town), as_("bob")
    page = bob.get(f"/alerts/{alert.pk}/").content.decode()
    assert f'data-heard="/api/alerts/{alert.pk}/heard/"' in page
    for _n in range(2):
        answer = bob.post(f"/api/alerts/{alert.pk}/heard/", {"captured_at": town.at.isoformat()}, content_type="application/json")
        assert (answer.status_code, answer.json()) == (200, {"id": str(alert.pk)})
    assert Entry.objects.filter(verb="alert.acknowledged").count() == 1
    assert (
        as_("alice")
        .post(f"/api/alerts/{alert.pk}/heard/", {"captured_at": town.at.isoformat()}, content_type="application/json")
        .status_code
        == 403
    )
    assert "data-heard" not in as_("bob").get(f"/alerts/{alert.pk}/").content.decode()


def test_nobody_acknowledges_for_grids_that_are_not_theirs(town) -> None:
    alert = sent(town)
    for name in ("dan", "carol", "alice"):
        with pytest.raises(NotAllowed):
            acknowledge_alert(actor=town.actor(name), alert_id=alert.pk, at=town.at)


def test_the_form_sends_and_the_button_cancels(as_, town) -> None:
    erin = as_("erin")
    until = (town.at + timedelta(hours=10)).strftime("%Y-%m-%dT%H:%M")
    sent_ = {
        "id": str(uuid4()), "event": "停电", "headline": "片区停电", "description": "抢修中", "code": STREET, "theme": "Infra", "urgency": "Immediate",
        "severity": "Moderate", "certainty": "Observed", "expires_at": until,
    }  # fmt: skip
    assert erin.post("/newsroom/alert/", sent_ | {"headline": ""}).status_code == 400
    assert erin.post("/newsroom/alert/", sent_).status_code == 302
    one = Alert.objects.get()
    assert erin.post("/newsroom/", {"cancel": str(one.pk), "id": str(uuid4()), "reason": "已恢复"}).status_code == 302
    assert Alert.objects.filter(kind="Cancel", description="已恢复").count() == 1
