"""The register's pages, as Alice the registrar, Bob the grid worker and Carol of another street see them."""

import re
from datetime import UTC, datetime
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from governance.ledger.models import Entry
from grids.models import Dwelling
from residents.actions.enterprises.importing import import_enterprises
from residents.actions.imports.checking import header_of
from residents.actions.moving import form_household, join_household
from residents.models import Enterprise, Look, Resident
from residents.queries.declaration import declaration
from residents.queries.search import find
from residents.sheets.opening import open_sheet
from tests.residents.conftest import AT, ELSEWHERE, GRID
from tests.residents.imports.files import csv_text, table, write
from tests.residents.people import identity_number, person, prove_second_factor, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fields")]


def text(response, status=200):
    assert response.status_code == status, response.status_code
    return response.content.decode()


ONCE = re.compile(r'content="[^"]*"|value="[A-Za-z0-9]{64}"')
PAGES = [
    "/registry/",
    "/registry/people/new/",
    "/registry/import/",
    "/registry/export/",
    "/registry/enterprises/",
    "/second-factor/",
]


@pytest.mark.parametrize("path", PAGES)
def test_whoever_is_not_signed_in_goes_to_the_sign_in(client, path):
    response = client.get(path)
    assert response.status_code == 302
    assert "/sign-in/" in response["Location"]


@pytest.mark.parametrize("path", PAGES)
def test_a_registrar_opens_every_page_and_none_is_kept_by_a_cache(as_, alice, path):
    response = as_(alice).get(path)
    assert text(response)
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/registry/people/new/", "/registry/import/"])
def test_a_worker_does_not_register_or_import(as_, bob, path):
    text(as_(bob).get(path), 403)


def test_the_search_goes_by_post_and_shows_masked_people(as_, alice, bob):
    resident = register(alice, 1)
    page = text(as_(bob).post("/registry/", {"q": person(1)["name"]}))
    assert str(resident.pk) in page
    assert "138****0001" in page
    for value in (person(1)["phone"], identity_number(1), person(1)["residence_address"]):
        assert value not in page
    assert "至少" in text(as_(bob).post("/registry/", {"q": "张"})) or Look.objects.count()


def test_d14_a_short_search_shows_nobody_and_says_why(as_, alice):
    register(alice, 1)
    page = text(as_(alice).post("/registry/", {"q": "李"}))
    assert "请输入 2 至 60 个字" in page
    assert "138****" not in page


def test_c1_a_foreign_person_s_page_is_as_one_that_does_not_exist(as_, alice, carol):
    resident = register(alice, 1)
    client = as_(carol)
    foreign = text(client.get(f"/registry/people/{resident.pk}/"), 404)
    missing = text(client.get(f"/registry/people/{UUID(int=5)}/"), 404)
    assert ONCE.sub("", foreign).replace(str(resident.pk), "") == ONCE.sub("", missing).replace(str(UUID(int=5)), "")
    for page in ("edit", "rights"):
        text(client.get(f"/registry/people/{resident.pk}/{page}/"), 404)


def test_unmasking_by_the_page_asks_for_reason_and_second_factor(as_, alice):
    resident = register(alice, 1)
    client, path = as_(alice), f"/registry/people/{resident.pk}/"
    assert person(1)["phone"] not in text(client.get(path))
    assert "请写明" in text(client.post(path, {"whole": ["phone"], "reason": ""}))
    assert client.post(path, {"whole": ["phone"], "reason": "核对联系电话"})["Location"] == f"/second-factor/?next={quote(path, safe='')}"
    prove_second_factor(alice, datetime.now(UTC))
    page = text(client.post(path, {"whole": ["phone"], "reason": "核对联系电话"}))
    assert person(1)["phone"] in page
    assert identity_number(1) not in page


def test_people_of_one_building_are_listed_in_scope(as_, alice, carol, building):
    door = Dwelling.objects.create(building=building, stairwell="1", floor=3, room="301")
    register(alice, 1)
    Resident.objects.filter(pk=register(alice, 2).pk).update(dwelling=door)
    page = text(as_(alice).get(f"/registry/?building={building.pk}"))
    assert "共 1 人" in page
    assert str(building) in page
    assert "共 1 人" in text(as_(alice).post("/registry/", {"q": "", "building": building.pk}))
    foreign = text(as_(carol).get(f"/registry/?building={building.pk}"))
    assert "共 0 人" in foreign
    assert str(building) not in foreign
    assert "共 2 人" in text(as_(alice).get("/registry/?building=9x"))


def test_a_card_is_printed_masked_with_a_watermark_and_the_look_is_on_record(as_, alice, carol):
    resident, other = register(alice, 1, household_no="7"), register(alice, 2)
    household = form_household(actor=alice, code=GRID, at=AT)
    for one in (resident, other):
        join_household(actor=alice, resident_id=one.pk, household=household, at=AT)
    answer = as_(alice).post(f"/registry/people/{resident.pk}/paper/", {"purpose": "registry"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    entries = Entry.objects.filter(verb="resident.read", detail__surface="pdf")
    assert {str(resident.pk), str(other.pk)} == set(entries.values_list("object_id", flat=True))
    assert as_(alice).get(f"/registry/people/{resident.pk}/paper/").status_code == 405
    assert as_(carol).post(f"/registry/people/{resident.pk}/paper/", {"purpose": "registry"}).status_code == 404


def test_an_enterprise_is_registered_changed_and_its_people_shown_masked_on_the_pages(as_, bob, building):
    client, pk = as_(bob), uuid4()
    data = {"id": str(pk), "name": "乙商铺", "kind": "shop", "building": building.code, "uscc": "9"}
    assert "统一社会信用代码应为 18 位" in text(client.post("/registry/enterprises/new/", data), 400)
    page = f"/registry/enterprises/{pk}/"
    assert client.post("/registry/enterprises/new/", data | {"uscc": ""})["Location"] == page
    client.post(page, {"ask": "charge", "role": "charge", "name": "陈守业", "phone": "13900001111"})
    shown = text(client.get(page))
    assert "139****1111" in shown
    assert "13900001111" not in shown
    assert "请写明查看明文的理由" in text(client.post(page, {"ask": "whole", "reason": ""}), 400)
    assert client.post(page, {"ask": "whole", "reason": "联系整改"})["Location"] == f"/second-factor/?next={quote(page, safe='')}"
    prove_second_factor(bob, datetime.now(UTC))
    assert "13900001111" in text(client.post(page, {"ask": "whole", "reason": "联系整改"}))
    assert 'value="乙商铺"' in text(client.get(f"{page}edit/"))
    assert "乙商铺" in text(client.get(f"/registry/buildings/{building.pk}/"))


def test_a_person_is_registered_and_changed_by_the_form(as_, alice):
    client, pk = as_(alice), uuid4()
    data = {"id": str(pk), "code": GRID, "f_name": "王五", "f_id_number_enc": identity_number(3), "f_phone": "123"}
    page = text(client.post("/registry/people/new/", data), 400)
    assert "电话号码格式有误" in page
    assert not Resident.objects.exists()
    response = client.post("/registry/people/new/", data | {"f_phone": "13812341234"})
    assert response["Location"] == f"/registry/people/{pk}/"
    assert client.post("/registry/people/new/", data | {"f_phone": "13812341234"}).status_code == 302  # sent twice
    client.post(f"/registry/people/{pk}/edit/", {"version": "1", "f_job_wish": "保安", "x_phone": "1"})
    assert find(actor=alice, text="13812341234").ids == []
    text(client.post(f"/registry/people/{pk}/edit/", {"version": "1", "f_job_wish": "司机"}), 409)
    text(client.post("/registry/people/new/", data | {"id": str(uuid4()), "code": ELSEWHERE, "f_phone": ""}), 403)


def test_a_file_is_checked_previewed_and_written(as_, alice):
    client = as_(alice)
    rows = table(3)
    rows[2][1] = "36042619910101007X"
    response = client.post("/registry/import/", {"file": SimpleUploadedFile("a.csv", csv_text(rows).encode()), "source": "户籍科"})
    path = response["Location"]
    page = text(client.get(path))
    assert "校验位" in page
    assert "36042619910101007X" not in page
    assert not Resident.objects.exists()
    client.post(path, {"ask": "apply"})
    client.post(path, {"ask": "apply"})
    assert Resident.objects.count() == 2
    assert "已完成" in text(client.get(path))
    assert "不认识" in text(client.post("/registry/import/", {"file": SimpleUploadedFile("a.csv", "姓名,星座\r\n甲,乙".encode())}), 400)


def test_the_template_is_read_back_by_the_importer(as_, alice, tmp_path):
    header = as_(alice).get("/registry/import/template/").content.decode("utf-8-sig").strip().split(",")
    assert "姓名" in header
    found = header_of(open_sheet(write(tmp_path, [header])), declaration(code="", off=True))
    assert [key for key in found.keys if key]


def test_the_rights_page_tells_who_looked_and_gives_a_copy(as_, alice, bob):
    resident = register(alice, 1)
    as_(bob).get(f"/registry/people/{resident.pk}/")
    client, path = as_(alice), f"/registry/people/{resident.pk}/rights/"
    page = text(client.get(path))
    assert "Bob" in page
    assert "走访核实" in page
    client.post(path, {"ask": "consent", "purpose": "care"})
    assert "关爱照护" in text(client.get(path))
    prove_second_factor(alice, datetime.now(UTC))
    copy = client.post(path, {"ask": "copy", "reason": "本人申请"}).json()
    assert copy["values"]["phone"]["value"] == person(1)["phone"]
    text(client.post(path, {"ask": "erase"}), 400)
    assert client.post(path, {"ask": "erase", "sure": "yes"}).status_code == 302
    text(client.get(path), 404)


def test_the_building_s_chart_counts_and_names_nobody(as_, alice, bob, building):
    door = Dwelling.objects.create(building=building, stairwell="1", floor=12, room="1201")
    resident = register(alice, 1)
    Resident.objects.filter(pk=resident.pk).update(dwelling=door)
    page = text(as_(bob).get(f"/registry/buildings/{building.pk}/"))
    assert "1201" in page
    assert "1 人" in page
    assert person(1)["name"] not in page
    text(as_(bob).get("/registry/buildings/999999/"), 404)


def test_enterprises_are_listed_and_shown_with_sources(as_, alice, bob, carol, tmp_path):
    path = write(tmp_path, [["企业名称", "统一社会信用代码", "区划代码"], ["甲公司", "91110000600037341L", GRID]])
    import_enterprises(actor=alice, path=path, code="440310001", source="市场监管局", at=AT)
    pk = Enterprise.objects.get().pk
    assert "甲公司" in text(as_(bob).get("/registry/enterprises/", {"q": "甲公"}))
    assert "市场监管局" in text(as_(bob).get(f"/registry/enterprises/{pk}/"))
    text(as_(carol).get(f"/registry/enterprises/{pk}/"), 404)
    text(as_(bob).get("/registry/enterprises/", {"page": "x"}), 400)
