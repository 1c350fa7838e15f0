"""Imports: all checked first, refused by line and column, written in whole batches, and never twice. Cases F1 to F12."""

from datetime import timedelta

import pytest
from django.db import connection

from governance.errors import Conflict, IllegalStep, NotAllowed, NotFound
from governance.ledger.models import Entry
from grids.models import Dwelling
from residents.actions.imports import applying, batches, checking
from residents.actions.imports.applying import apply_run, cancel_run
from residents.actions.moving import leave
from residents.actions.registering import edit_resident
from residents.disclosure import Looking, disclose
from residents.models import Doubt, Household, ImportRun, Locator, Residence, Resident, Sealed, StagedRow
from residents.queries.search import find
from residents.sheets import pieces
from residents.sheets.unreadable import Unreadable
from residents.vault.indexing import NUMBER, digest
from residents.vault.keyring import keyring
from tests.residents.conftest import AT, ELSEWHERE, GRID, STREET
from tests.residents.imports.files import check, flags, load, reasons, table, write, xlsx
from tests.residents.people import identity_number, person, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fields")]
LATER = AT + timedelta(days=1)


def state():
    """Everything that an import may change, as comparable rows without times and ids."""
    people = Locator.objects.order_by("number").values_list("number", "phone", "code", "name_grams", "address_grams")
    return [
        (bytes(number or b""), bytes(phone or b""), code, sorted(names), sorted(places)) for number, phone, code, names, places in people
    ]


def value(actor, resident_id, key):
    [card] = disclose(actor=actor, ids=[resident_id], looking=Looking("registry", "detail", keys=[key]), at=AT)
    return card.text(key)


def test_f1_all_is_checked_before_anything_is_written(alice, tmp_path):
    rows = table(5)
    rows[3][1] = "36042619910101007X"
    run = check(alice, write(tmp_path, rows))
    assert (run.state, run.rows, run.refused) == ("checked", 5, 1)
    assert reasons(run) == [(4, "身份证号", "document_check")]
    assert Resident.objects.count() == 0
    done = apply_run(actor=alice, run_id=run.pk, at=AT)
    assert (done.state, done.added, done.changed) == ("done", 4, 0)
    assert Resident.objects.count() == Sealed.objects.count() == Residence.objects.count() == 4
    assert StagedRow.objects.count() == 0


def test_f1_an_imported_person_is_as_one_registered_by_hand(alice, tmp_path):
    load(alice, write(tmp_path, table(1)))
    imported = Locator.objects.get()
    assert value(alice, imported.pk, "name") == "王*" or value(alice, imported.pk, "name") == "王**"
    assert find(actor=alice, text=identity_number(0)).ids == [imported.pk]
    assert find(actor=alice, text="金田花园").ids == [imported.pk]
    by_import = (bytes(imported.number), set(imported.name_grams), set(imported.address_grams))
    Resident.objects.all().delete()
    register(alice, 0, code=STREET)
    by_hand = Locator.objects.get()
    assert by_import == (bytes(by_hand.number), set(by_hand.name_grams), set(by_hand.address_grams))


def test_f2_the_same_file_again_changes_nothing_even_after_an_edit(alice, tmp_path):
    path = write(tmp_path, table(3))
    first = load(alice, path)
    pk = find(actor=alice, text=identity_number(1)).ids[0]
    edit_resident(actor=alice, resident_id=pk, version=1, values={"phone": "13900000000"}, at=LATER)
    before = state()
    again = load(alice, path, at=LATER)
    assert again.pk == first.pk
    assert state() == before
    assert Entry.objects.filter(verb="residents.imported").count() == 1


def test_f2_two_imports_at_once_are_one_after_the_other(alice, tmp_path):
    run = check(alice, write(tmp_path, table(1)))
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(52440310)")
            with pytest.raises(Conflict):
                apply_run(actor=alice, run_id=run.pk, at=AT)
            cursor.execute("SELECT pg_advisory_unlock(52440310)")  # a closed connection's own lock ends a moment later
    finally:
        other.close()
    assert apply_run(actor=alice, run_id=run.pk, at=AT).added == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_f3_each_encoding_is_read(alice, tmp_path, encoding):
    run = load(alice, write(tmp_path, table(2), encoding=encoding))
    assert run.added == 2
    assert find(actor=alice, text="金田花园").count == 2


def test_f3_a_broken_byte_is_refused_with_its_line(alice, tmp_path):
    path = write(tmp_path, table(3))
    lines = path.read_bytes().split(b"\r\n")
    lines[2] = lines[2][:4] + b"\xff\xff" + lines[2][4:]
    path.write_bytes(b"\r\n".join(lines))
    with pytest.raises(Unreadable) as refused:
        check(alice, path)
    assert (refused.value.why, refused.value.line) == ("broken_bytes", 3)
    assert ImportRun.objects.count() == 0


def test_f4_a_number_that_a_spreadsheet_rounded_is_refused(alice, tmp_path):
    pytest.importorskip("python_calamine")
    rows = table(1)
    rows[1][1] = 110105194912310021
    run = check(alice, xlsx(tmp_path, rows))
    assert reasons(run) == [(2, "身份证号", "precision_lost")]
    text = table(1)
    text[1][1] = "1.10105194912310E+17"
    assert reasons(check(alice, write(tmp_path, text))) == [(2, "身份证号", "document_form")]


@pytest.mark.parametrize(("date1904", "serial"), [(False, 45000), (True, 43538)])
def test_f5_the_workbook_s_own_epoch_is_honoured(alice, tmp_path, date1904, serial):
    pytest.importorskip("python_calamine")
    path = xlsx(tmp_path, [["姓名", "入住日期"], ["王五", (serial,)]], date1904=date1904)
    run = load(alice, path)
    assert run.added == 1
    assert value(alice, Resident.objects.get().pk, "move_in_date") == "2023-03-15"


def test_f6_widths_and_cases_of_a_number_do_not_make_two_people(alice, tmp_path):
    number = next(identity_number(n) for n in range(1000) if identity_number(n).endswith("X"))
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in number.lower())
    rows = [["姓名", "身份证号"], ["王五", number], ["王五", wide]]
    assert reasons(load(alice, write(tmp_path, rows))) == [(3, "", "same_person_in_file")]


def test_f7_other_documents_keep_their_kind_and_unknown_kinds_are_flagged(alice, tmp_path):
    rows = [["姓名", "证件类型", "证件号码"], ["JOHN", "护照", "E12345678"], ["王五", "90", "旧证A1"], ["赵六", "其他", "AB-1234"]]
    run = load(alice, write(tmp_path, rows))
    assert reasons(run) == [(3, "证件号码", "document_form")]
    assert flags(run) == [(4, "document_unknown")]
    assert run.added == 2


def test_f8_odd_births_and_sexes_are_flagged_and_taken(alice, tmp_path):
    rows = [["姓名", "身份证号", "出生日期", "性别"]]
    rows += [["甲某", identity_number(1), "1991-01-01", "女"], ["乙某", identity_number(2), "1990-01-01", ""]]
    rows += [["丙某", "", "2030-01-01", ""], ["丁某", "", "1890-01-01", ""]]
    run = load(alice, write(tmp_path, rows))
    assert flags(run) == [(2, "sex_differs"), (3, "birth_differs"), (4, "birth_future"), (5, "age_over_120")]
    assert (run.added, run.refused) == (4, 0)


def test_f9_rare_characters_arrive_unchanged(alice, tmp_path):
    load(alice, write(tmp_path, [["姓名"], ["𠮷野·阿不都"], ["買買提•艾山"]], encoding="gb18030"))
    assert find(actor=alice, text="𠮷野・阿不").count == 1
    assert find(actor=alice, text="提·艾").count == 1


def test_f10_somebody_known_is_matched_and_not_doubled(alice, tmp_path):
    resident = register(alice, 1)
    rows = table(1, first=1)
    rows[0].append("求职意向")
    rows[1].append("保安")
    run = load(alice, write(tmp_path, rows))
    assert (run.added, run.changed) == (0, 1)
    assert value(alice, resident.pk, "job_wish") == "保安"
    assert Resident.objects.count() == 1


def test_f10_a_worker_s_value_is_challenged_and_not_overwritten_by_a_file(alice, tmp_path):
    resident = register(alice, 1)
    path = write(tmp_path, table(1, first=1, employer="另一公司"))
    run = load(alice, path)
    assert (run.changed, run.same) == (0, 1)
    doubt = Doubt.objects.get()
    assert (doubt.resident_id, doubt.field, doubt.state, doubt.source) == (resident.pk, "employer", "raised", "户籍科")
    assert "另一公司".encode() not in bytes(doubt.sealed_value)
    assert load(alice, write(tmp_path, table(1, first=1, employer="另一公司2"), name="b.csv")).same == 1
    assert Doubt.objects.count() == 1
    assert load(alice, write(tmp_path, table(1, first=1, employer="权威单位"), name="c.csv"), kind="3").changed == 1


def test_f10_a_person_of_another_area_is_left_alone_and_said_so(alice, carol, tmp_path):
    register(carol, 1, code=ELSEWHERE)
    before = state()
    run = load(alice, write(tmp_path, table(1, first=1, employer="另一公司")))
    assert reasons(run) == [(2, "", "registered_elsewhere")]
    assert state() == before


def test_f11_titles_above_and_totals_below_are_passed_over(alice, tmp_path):
    rows = [["某街道人口登记表"], ["模板：residents-1"], ["基本信息", "", "联系"], *table(2), ["合计", "2"]]
    run = load(alice, write(tmp_path, rows))
    assert (run.header_line, run.added) == (4, 2)
    assert reasons(run) == [(7, "", "totals_row")]


@pytest.mark.parametrize(
    ("header", "why"),
    [
        (["姓名", "星座"], "column_unknown"), (["姓名", "手机", "联系电话"], "column_twice"), (["姓名", "政治面貌"], "column_excluded"),
        (["姓名", "重点人员类别"], "column_excluded"), (["甲", "乙"], "header_missing"), (["模板 residents-2", "姓名"], "template_version"),
    ],
)  # fmt: skip
def test_f11_a_column_that_is_not_understood_stops_the_import(alice, tmp_path, header, why):
    with pytest.raises(Unreadable) as refused:
        check(alice, write(tmp_path, [header, ["王五"]]))
    assert refused.value.why == why
    assert ImportRun.objects.count() == 0


def test_f12_people_are_joined_to_dwellings_and_households_and_no_orphan_stays(alice, tmp_path, building):
    header = ["姓名", "身份证号", "楼栋编码", "单元号", "楼层", "门牌号", "户号"]
    rows = [header] + [[f"王{sign}", identity_number(n), building.code, "1", "12", "1201", "77"] for n, sign in enumerate("甲乙")]
    rows.append(["丙某", identity_number(9), "9999999", "", "", "", ""])
    run = load(alice, write(tmp_path, rows))
    assert reasons(run) == [(4, "", "building_unknown")]
    [dwelling] = Dwelling.objects.all()
    [household] = Household.objects.all()
    assert (dwelling.building, dwelling.room, dwelling.floor) == (building, "1201", 12)
    assert {(one.dwelling_id, one.household_id) for one in Resident.objects.all()} == {(dwelling.pk, household.pk)}
    assert b"77" not in bytes(household.number)


def test_a_row_outside_the_importer_s_area_is_refused(alice, tmp_path):
    rows = [["姓名", "网格编码"], ["甲某", GRID], ["乙某", "440310002001001"], ["丙某", "12"]]
    run = load(alice, write(tmp_path, rows))
    assert reasons(run) == [(3, "网格编码", "area_outside"), (4, "网格编码", "code_unknown")]
    assert Resident.objects.get().code == GRID


def test_only_registrars_import_and_only_theirs_are_seen(alice, bob, carol, tmp_path):
    path = write(tmp_path, table(1))
    for actor in (bob, carol):
        with pytest.raises(NotAllowed):
            check(actor, path)
    run = check(alice, path)
    with pytest.raises(NotFound):
        apply_run(actor=carol, run_id=run.pk, at=AT)


def test_a_cancelled_run_leaves_nothing_half_done_and_the_file_may_come_again(alice, tmp_path, monkeypatch):
    monkeypatch.setattr(batches, "BATCH", 2)
    monkeypatch.setattr(applying, "BATCH", 2)
    path = write(tmp_path, table(7))
    run = check(alice, path)
    apply_run(actor=alice, run_id=run.pk, at=AT, most_batches=2)
    cancel_run(actor=alice, run_id=run.pk, at=AT)
    assert (Resident.objects.count(), StagedRow.objects.count()) == (4, 0)
    with pytest.raises(IllegalStep):
        apply_run(actor=alice, run_id=run.pk, at=AT)
    again = load(alice, path)
    assert (again.added, again.same) == (3, 4)


@pytest.mark.parametrize("killed_after", range(10))
def test_t11_an_import_that_is_killed_resumes_to_the_same_register(alice, tmp_path, monkeypatch, killed_after):
    """Killed while checking (the first five) or while writing: the end is the one of an import that was never killed."""
    monkeypatch.setattr(pieces, "CHUNK", 200)
    monkeypatch.setattr(applying, "BATCH", 2)
    path = write(tmp_path, table(12))
    room, name = (checking, "keep_piece") if killed_after < 5 else (applying, "insert_new")
    whole, calls = getattr(room, name), []

    class KilledError(Exception):
        pass

    def killed(*args, **kwargs):
        calls.append(1)
        result = whole(*args, **kwargs)
        if len(calls) > killed_after % 5:
            raise KilledError  # after its writes and before its commit is seen
        return result

    monkeypatch.setattr(room, name, killed)
    with pytest.raises(KilledError):
        load(alice, path)
    monkeypatch.setattr(room, name, whole)
    run = load(alice, path, at=LATER)
    assert (run.state, run.rows, run.refused) == ("done", 12, 0)
    assert {bytes(one or b"") for one in Locator.objects.values_list("number", flat=True)} == wanted(12)
    assert Resident.objects.count() == Sealed.objects.count() == Residence.objects.count() == 12


def wanted(n):
    return {digest(keyring().current, NUMBER, person(at)["id_number_enc"]) for at in range(n)}


def test_somebody_who_moved_out_is_matched(alice, tmp_path):
    resident = register(alice, 1)
    leave(actor=alice, resident_id=resident.pk, at=AT)
    run = load(alice, write(tmp_path, table(1, first=1)))
    assert run.added == 0
