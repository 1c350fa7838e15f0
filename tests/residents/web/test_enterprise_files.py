"""A registrar brings a file of enterprises by the page: template, preview with every refusal, writing, and what is kept meanwhile."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from governance.access.actor import SYSTEM_ACTOR
from governance.ledger.models import Entry
from governance.privacy import is_uscc
from residents.actions import rotating
from residents.models import Enterprise, ImportRun, KeptFile, Refusal
from residents.queries import keeping
from residents.sheets.enterprises import read_enterprises
from residents.vault import keyring
from tests.residents.conftest import AT
from tests.residents.imports.files import csv_text, write

pytestmark = pytest.mark.django_db
REAL = Path(__file__).parents[4] / "shared" / "data" / "enterprises" / "pingshan.csv"
GOOD = "91110000600037341L"
ROWS = [
    ["企业名称", "统一社会信用代码", "地址", "法定代表人", "法定代表人电话"],
    ["甲公司", GOOD, "一号", "张三丰", "13800000001"], ["乙公司", GOOD[:-1] + "M", "二号", "", ""], ["丙店", "", "三号", "", "12"],
]  # fmt: skip


def text(response, status=200):
    assert response.status_code == status, response.status_code
    return response.content.decode()


def sent(client, content, **more):
    return client.post(
        "/registry/import/", {"kind": "enterprises", "file": SimpleUploadedFile("a.csv", content), "source": "市监局"} | more
    )


def handed_in(client, content=None):
    return sent(client, content or csv_text(ROWS).encode())["Location"]


def test_a_file_is_checked_previewed_written_and_once(as_, alice):
    client = as_(alice)
    path = handed_in(client)
    page = text(client.get(path))
    assert "校验位" in page
    assert "统一社会信用代码" in page
    assert GOOD[:-1] + "M" not in page
    assert not Enterprise.objects.exists()
    assert list(Refusal.objects.order_by("line").values_list("line", "column", "reason")) == [
        (3, "统一社会信用代码", "uscc_check"), (4, "法定代表人", "required"), (4, "法定代表人电话", "phone_form"),
    ]  # fmt: skip
    client.post(path, {"ask": "apply"})
    assert [one.name for one in Enterprise.objects.all()] == ["甲公司"]
    assert Enterprise.objects.get().provenance["name"][0] == "市监局"
    assert "已完成" in text(client.get(path))
    assert not KeptFile.objects.exists()
    count = Entry.objects.count()
    client.post(path, {"ask": "apply"})
    assert handed_in(client) == path
    assert (Entry.objects.count(), Enterprise.objects.count()) == (count, 1)
    assert "企业与组织" in text(client.get("/registry/import/"))


def test_what_is_kept_meanwhile_is_sealed_turned_with_the_keys_and_destroyed_by_cancelling(as_, alice, monkeypatch):
    client = as_(alice)
    path = handed_in(client)
    kept = KeptFile.objects.get()
    assert "张三丰".encode() not in bytes(kept.sealed)
    before = bytes(kept.wrapped_key)
    old = keyring.keyring()
    newer = keyring.Keyring((keyring.one_key("9:sm:" + "A" * 44, b""), *old.keys))
    for module in (rotating, keeping):
        monkeypatch.setattr(module, "keyring", lambda: newer, raising=False)
    assert keeping.left_behind(9) == 1
    rotating.rotate_vault(actor=SYSTEM_ACTOR, at=AT)
    assert keeping.left_behind(9) == 0
    kept.refresh_from_db()
    assert (bytes(kept.wrapped_key)[0], before[0]) == (9, old.current.number)
    client.post(path, {"ask": "cancel"})
    assert not KeptFile.objects.exists()
    assert ImportRun.objects.get().state == "cancelled"
    assert text(client.post(path, {"ask": "apply"}), 409)
    assert not Enterprise.objects.exists()


def test_only_a_registrar_of_the_area_hands_in_sees_and_writes(as_, alice, bob, carol):
    path = handed_in(as_(alice))
    assert sent(as_(bob), csv_text(ROWS).encode()).status_code in {302, 403}
    for other in (bob, carol):
        assert as_(other).post(path, {"ask": "apply"}).status_code in {302, 403, 404}
    assert ImportRun.objects.count() == 1
    assert not Enterprise.objects.exists()


def test_the_template_is_read_back_and_an_unknown_column_stops(as_, alice, tmp_path):
    client = as_(alice)
    header = client.get("/registry/import/template/?kind=enterprises").content.decode("utf-8-sig").strip().split(",")
    _sheet, found, _lines = read_enterprises(write(tmp_path, [header]))
    assert all(found.keys)
    assert "法定代表人" in header
    assert "不认识" in text(sent(client, "企业名称,星座\r\n甲,乙".encode()), 400)


@pytest.mark.skipif(not REAL.exists(), reason="the real enterprises are not part of a checkout")
def test_of_the_real_file_what_is_spoiled_is_refused_with_its_line_and_all_else_is_taken(as_, alice):
    client = as_(alice)
    lines = REAL.read_text(encoding="utf-8").splitlines()
    spoiled = list(range(50, len(lines), 50))
    for at in spoiled:
        code = lines[at].split(",")[1]
        lines[at] = lines[at].replace(code, code[:-1] + ("1" if code[-1] != "1" else "2"))
    path = handed_in(client, "\n".join(lines).encode())
    assert list(Refusal.objects.order_by("line").values_list("line", "column", "reason")) == [
        (at + 1, "uscc", "uscc_check") for at in spoiled
    ]  # fmt: skip
    client.post(path, {"ask": "apply"})
    run = ImportRun.objects.get()
    assert (run.state, run.rows, run.added, run.refused) == ("done", 356, 356 - len(spoiled), len(spoiled))
    assert all(is_uscc(one.uscc) for one in Enterprise.objects.all())
