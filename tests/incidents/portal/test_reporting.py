"""A resident's report with a phone, privacy and kinds; floods wait for a look and nothing is lost."""

from uuid import uuid4

import pytest

from governance.access.actor import PUBLIC
from governance.errors import Invalid
from governance.notices.models import Address
from incidents.actions.portal import reporting
from incidents.actions.portal.reporting import Sent, report_by_resident
from incidents.actions.portal.responding import respond_to_resident
from incidents.actions.report import follow_token
from incidents.models import Category, Incident, Showing

PHONE = "13800138000"


def sent_report(town, *, case_id=None, sent: Sent | None = None, **changes):
    return report_by_resident(
        actor=PUBLIC,
        incident_id=case_id or uuid4(),
        report=town.report(source="resident", **changes),
        sent=sent or Sent("10.0.0.1"),
        at=town.at,
    )


def test_a_phone_is_kept_sealed_for_news_of_this_case_alone(town) -> None:
    case, _new = sent_report(town, sent=Sent("10.0.0.1", phone="+86 138-0013-8000"))
    kept = Address.objects.get()
    assert (kept.topic, kept.hint) == (f"incident:{case.pk}", "138****8000")
    assert PHONE.encode() not in bytes(kept.sealed)


def test_sent_again_it_is_one_case_with_one_phone(town) -> None:
    """A1"""
    case_id = uuid4()
    for phone in (PHONE, PHONE, "13900139000"):
        case, _new = sent_report(town, case_id=case_id, sent=Sent("10.0.0.1", phone=phone, private=True))
    assert Incident.objects.count() == 1
    assert [one.hint for one in Address.objects.all()] == ["138****8000"]
    assert Showing.objects.get(incident=case).private


def test_what_is_no_phone_is_refused_by_its_field_and_nothing_is_kept(as_, town) -> None:
    with pytest.raises(Invalid) as refused:
        sent_report(town, sent=Sent("10.0.0.1", phone="12345"))
    assert "phone" in refused.value.fields
    assert not Incident.objects.exists()
    body = {"category": town.category.pk, "captured_at": town.at.isoformat(), "phone": "12", "community": "440399001001"}
    answer = as_("").put(f"/api/incidents/{uuid4()}/", body, content_type="application/json")
    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, ["phone"])


def test_d11_a_flood_is_kept_and_waits_for_a_look(as_, town, monkeypatch) -> None:
    monkeypatch.setattr(reporting, "PER_ADDRESS", reporting.Limit("report.address", 2, reporting.timedelta(hours=1)))
    cases = [sent_report(town)[0] for _ in range(4)]
    assert Incident.objects.count() == 4
    held = [case for case in cases if Showing.objects.filter(incident=case, held=True).exists()]
    assert held == cases[2:]
    page = as_("").get("/around/").content.decode()
    assert cases[0].number in page
    assert cases[3].number not in page
    moderation = as_("alice").get("/moderation/").content.decode()
    assert "短时间大量上报" in moderation
    as_("alice").post("/moderation/", {"show": str(cases[3].pk)})
    assert cases[3].number in as_("").get("/around/").content.decode()


def test_d11_a_phone_that_floods_is_noticed_behind_any_address(town, monkeypatch) -> None:
    monkeypatch.setattr(reporting, "PER_PHONE", reporting.Limit("report.device", 1, reporting.timedelta(hours=1)))
    first, second = (sent_report(town, sent=Sent(f"10.0.0.{n}", device=b"d" * 32))[0] for n in (1, 2))
    assert not Showing.objects.filter(incident=first).exists()
    assert Showing.objects.get(incident=second).held


def test_d5_a_forged_forwarded_address_does_not_evade_the_limit(as_, town, monkeypatch) -> None:
    monkeypatch.setattr(reporting, "PER_ADDRESS", reporting.Limit("report.address", 1, reporting.timedelta(hours=1)))
    for n in range(2):
        body = {"category": town.category.pk, "captured_at": town.at.isoformat(), "community": "440399001001", "text": str(n)}
        as_("").put(f"/api/incidents/{uuid4()}/", body, content_type="application/json", headers={"x-forwarded-for": f"10.9.9.{n}"})
    assert Showing.objects.filter(held=True).count() == 1


def test_the_plain_form_takes_phone_and_privacy(as_, town) -> None:
    form = {
        "id": str(uuid4()),
        "captured_at": town.at.isoformat(),
        "category": town.category.pk,
        "community": "440399001001",
        "text": "灯不亮",
        "phone": PHONE,
        "private": "1",
    }
    answer = as_("").post("/report/", form)
    case = Incident.objects.get()
    assert answer["Location"] == f"/follow/{follow_token(case.pk)}/"
    assert Showing.objects.get(incident=case).private
    assert Address.objects.get().topic == f"incident:{case.pk}"
    wrong = as_("").post("/report/", form | {"id": str(uuid4()), "phone": "abc"})
    assert wrong.status_code == 400
    assert "不是有效的手机号码" in wrong.content.decode()


@pytest.mark.parametrize(
    ("kind", "code", "nature"), [("question", "9001", "question"), ("suggestion", "9002", "suggestion"), ("praise", "9003", "praise")]
)
def test_each_kind_has_its_form_its_category_and_its_nature(as_, town, kind: str, code: str, nature: str) -> None:
    one = Category.objects.create(scheme="resident", kind="event", code=code, name=kind, major_code="90", major_name="居民诉求")
    from incidents.queries import reference

    reference.forget_all()
    page = as_("").get(f"/report/?kind={kind}").content.decode()
    assert f'name="kind" value="{kind}"' in page
    assert "leaflet" not in page
    form = {"id": str(uuid4()), "captured_at": town.at.isoformat(), "kind": kind, "text": "社保怎么转移", "community": "440399001001"}
    assert as_("").post("/report/", form).status_code == 302
    case = Incident.objects.get()
    assert (case.category_id, case.nature) == (one.pk, nature)
    public, follow = f"/around/{case.number}/", f"/follow/{follow_token(case.pk)}/"
    assert ("我也遇到" in as_("").get(public).content.decode()) == (kind != "praise")
    respond_to_resident(actor=town.actor("alice"), incident_id=case.pk, version=1, at=case.received_at, opinion="请带身份证到社区办理。")
    for path in (public, follow):
        told = as_("").get(path).content.decode()
        assert "请带身份证到社区办理。" in told, path
        assert "已答复，谢谢您。" in told, path
    assert ("没有解决，重新打开" in as_("").get(follow).content.decode()) == (kind != "praise")


def test_the_code_of_a_building_fills_in_its_place(as_, town) -> None:
    from django.contrib.gis.geos import MultiPolygon, Polygon

    from grids.models import Building

    Building.objects.create(
        code="4403990010010010001",
        name="金牛花园3栋",
        address="学院路88号金牛花园3栋",
        grid_code=town.grid,
        footprint=MultiPolygon(Polygon.from_bbox((114.304, 22.704, 114.305, 22.705)), srid=4326),
    )
    page = as_("").get("/report/?building=4403990010010010001").content.decode()
    assert "学院路88号金牛花园3栋" in page
    assert "114.3045" in page
    assert as_("").get("/report/?building=nope").status_code == 200
    assert as_("").get("/buildings/4403990010010010001/qr.svg").status_code == 401
    assert b"<svg" in as_("alice").get("/buildings/4403990010010010001/qr.svg").content
    assert as_("alice").get("/buildings/nope/qr.svg").status_code == 404


def test_the_link_has_a_code_to_photograph(as_, town) -> None:
    case, _new = sent_report(town)
    answer = as_("").get(f"/follow/{follow_token(case.pk)}/qr.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert as_("").get(f"/follow/{'0' * 64}/qr.svg").status_code == 404
