"""What runs by the clock or after an accident: retention, old declarations, restores, rotation, the index of likeness."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from procrastinate.contrib.django import app

from governance.access.actor import SYSTEM_ACTOR
from governance.errors import NotAllowed
from governance.ledger.models import Entry
from grids.models import Division
from residents import tasks
from residents.actions import keeping, reindexing, rights
from residents.actions.enterprises.filing import check_enterprises
from residents.actions.keeping import drop_old_reports, expire_residents, give_up_old_runs, replay_erasures
from residents.actions.likeness import propose_for
from residents.actions.merging import merge_residents, undo_merger
from residents.actions.moving import leave, move_resident
from residents.actions.registering import edit_resident
from residents.actions.reindexing import index_likeness
from residents.actions.rights import challenge_value, erase_resident
from residents.actions.rotating import rotate_vault
from residents.actions.selfreports import send_report
from residents.disclosure.kept import doubted_value, words_of
from residents.models import Doubt, Erasure, ImportRun, KeptFile, Likeness, Locator, Resident, Sealed, SelfReport, StagedRow
from residents.queries.keeping import erasures, left_behind
from residents.vault.records import opened
from tests.residents.conftest import AT, GRID
from tests.residents.imports.files import check, load, reasons, table, write
from tests.residents.people import identity_number, person, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fields")]
LATER = AT + timedelta(days=1)
LONG = timedelta(days=3 * 365 + 2)
OLD, NEW = "A" * 43 + "=", "C" * 43 + "="


def keys_left():
    """How many people's keys are still there."""
    return Sealed.objects.filter(wrapped_key__isnull=False).count()


def declared(at):
    """A declaration that waits."""
    for length in (4, 6, 9, 12):
        up = {6: 4, 9: 6, 12: 9}.get(length)
        Division.objects.get_or_create(code=GRID[:length], defaults={"name": f"区划{length}", "parent_id": up and GRID[:up]})
    values = {"name": "沈月明", "phone": "19700000001", "residence_address": "锦绣路1号"}
    return send_report(kind="person", code=GRID[:12], values=values, notice="2026-1", at=at)[0]


def test_retention_is_each_record_s_own_and_begins_with_leaving(alice):
    gone, back, stays = (register(alice, n) for n in range(3))
    for one in (gone, back):
        leave(actor=alice, resident_id=one.pk, at=AT)
    move_resident(actor=alice, resident_id=back.pk, code=GRID, at=LATER)
    edit_resident(actor=alice, resident_id=stays.pk, version=1, values={"retain_until": "2027-01-31"}, at=AT)
    assert expire_residents(actor=SYSTEM_ACTOR, at=AT + timedelta(days=60)) == 0
    assert expire_residents(actor=SYSTEM_ACTOR, at=AT + timedelta(days=90)) == 1
    assert expire_residents(actor=SYSTEM_ACTOR, at=AT + LONG) == 1
    assert set(Erasure.objects.values_list("resident_id", flat=True)) == {gone.pk, stays.pk}
    assert keys_left() == 1
    assert Entry.objects.filter(verb="resident.erased").count() == 2


def test_red_a_job_that_forgets_nothing_is_noticed(alice, monkeypatch):
    one = register(alice, 1)
    Resident.objects.filter(pk=one.pk).update(retain_until=date(2026, 11, 20))
    monkeypatch.setattr(rights, "forget", lambda *_args: None)
    expire_residents(actor=SYSTEM_ACTOR, at=AT)
    assert keys_left() == 1  # the assertion of the story above would be 0


def test_the_worker_does_it_each_night_and_a_second_run_finds_nothing(alice):
    [periodic] = [one for one in app.periodic_registry.periodic_tasks.values() if one.task.name == "residents.expire"]
    assert periodic.cron == "40 18 * * *"
    old = register(alice, 1)
    Resident.objects.filter(pk=old.pk).update(retain_until=timezone.localdate() - timedelta(days=1))
    report = declared(timezone.now() - timedelta(days=61))
    tasks.expire(0)
    report.refresh_from_db()
    assert (keys_left(), report.state, report.wrapped_key, report.sealed) == (0, "refused", None, None)
    entries = Entry.objects.count()
    tasks.expire(1)
    assert Entry.objects.count() == entries


def test_a_declaration_nobody_checked_is_destroyed_after_sixty_days_and_not_before():
    old, young = declared(AT), declared(AT + timedelta(days=2))
    assert drop_old_reports(actor=SYSTEM_ACTOR, at=AT + timedelta(days=60)) == 0
    assert drop_old_reports(actor=SYSTEM_ACTOR, at=AT + timedelta(days=61)) == 1
    assert words_of(SelfReport.objects.get(pk=old.pk)) == {}
    assert SelfReport.objects.get(pk=old.pk).reason
    assert words_of(SelfReport.objects.get(pk=young.pk))["name"] == "沈月明"
    assert Entry.objects.get(verb="reports.dropped").detail == {"reports": 1}


def test_red_a_declaration_kept_by_its_key_would_open(monkeypatch):
    old = declared(AT)
    monkeypatch.setattr(keeping, "UNCHECKED", timedelta(days=999))
    drop_old_reports(actor=SYSTEM_ACTOR, at=AT + timedelta(days=61))
    assert words_of(SelfReport.objects.get(pk=old.pk)) != {}


def test_only_the_system_keeps_house(alice):
    for job in (expire_residents, drop_old_reports, index_likeness, rotate_vault):
        with pytest.raises(NotAllowed):
            job(actor=alice, at=AT)


def test_an_erasure_takes_the_records_merged_into_it_along(alice):
    kept, gone = register(alice, 1), register(alice, 1, id_number_enc="")
    pair = Likeness.objects.get()
    merge_residents(actor=alice, likeness_id=pair.pk, survivor_id=kept.pk, at=AT)
    assert keys_left() == 2
    erase_resident(actor=alice, resident_id=kept.pk, reason="request", at=LATER)
    assert keys_left() == 0
    assert {pk for pk, _at, _number in erasures()} == {kept.pk, gone.pk}


def test_g5_the_list_kept_outside_makes_a_restored_backup_forget_and_no_file_brings_them_back(alice, tmp_path):
    gone = register(alice, 1)
    backup = Sealed.objects.get(pk=gone.pk), Locator.objects.get(pk=gone.pk)
    erase_resident(actor=alice, resident_id=gone.pk, reason="request", at=LATER)
    kept = tmp_path / "erased.jsonl"
    out = StringIO()
    call_command("replay_erasures", "--list", stdout=out)
    kept.write_text(out.getvalue())
    assert identity_number(1) not in out.getvalue()
    for row in backup:  # the backup of the day before comes back
        row.save(force_insert=isinstance(row, Locator))
    Resident.objects.filter(pk=gone.pk).update(erased_at=None)
    Erasure.objects.all().delete()
    assert keys_left() == 1
    call_command("replay_erasures", str(kept), stdout=StringIO())
    assert keys_left() == 0
    assert json.loads(kept.read_text())["id"] == str(gone.pk)
    assert reasons(load(alice, write(tmp_path, table(1, first=1)))) == [(2, "", "person_erased")]
    assert replay_erasures(actor=SYSTEM_ACTOR, erased=[], at=LATER) == 0


@pytest.mark.parametrize("algorithm", ["aes", "sm"])
def test_g12_rotation_reaches_everything_that_lies_sealed(alice, keys, algorithm):
    keys(f"1:aes:{OLD}")
    kept, gone = register(alice, 1), register(alice, 1, id_number_enc="")
    merger = merge_residents(actor=alice, likeness_id=Likeness.objects.get().pk, survivor_id=kept.pk, at=AT)
    doubt = challenge_value(actor=alice, resident_id=kept.pk, field="phone", value="13900001111", source="卫健", at=AT)
    report = declared(AT)
    keys(f"2:{algorithm}:{NEW},1:aes:{OLD}")
    assert left_behind(2) == 3
    assert rotate_vault(actor=SYSTEM_ACTOR, at=AT) == 3
    assert (left_behind(2), rotate_vault(actor=SYSTEM_ACTOR, at=AT)) == (0, 0)
    ring = keys(f"2:{algorithm}:{NEW}")  # the old key is gone
    assert doubted_value(Doubt.objects.get(pk=doubt.pk)) == "13900001111"
    assert words_of(SelfReport.objects.get(pk=report.pk))["name"] == "沈月明"
    undo_merger(actor=alice, merger_id=merger.pk, at=LATER)
    row = Sealed.objects.get(pk=gone.pk)
    assert person(1)["name"] in str(opened(ring, row.pk, row.wrapped_key).record("identity", row.identity).values)


def test_people_of_before_the_index_are_found_alike_afterwards(alice, monkeypatch):
    people = [register(alice, 1, id_number_enc="", birth_date="1991-01-01", phone=f"1380000000{n}") for n in range(3)]
    Likeness.objects.all().delete()
    Locator.objects.update(likeness=None)
    assert propose_for(actor=SYSTEM_ACTOR, resident=people[0], at=AT) == 0
    monkeypatch.setattr(reindexing, "CHUNK", 2)
    whole = reindexing.index_one

    def killed(one):
        if one.pk == max(resident.pk for resident in people):
            raise KeyboardInterrupt
        return whole(one)

    monkeypatch.setattr(reindexing, "index_one", killed)
    with pytest.raises(KeyboardInterrupt):
        index_likeness(actor=SYSTEM_ACTOR, at=AT)
    assert Locator.objects.filter(likeness__isnull=True).count() == 1  # the first piece stands
    monkeypatch.setattr(reindexing, "index_one", whole)
    assert index_likeness(actor=SYSTEM_ACTOR, at=AT) == 1
    assert index_likeness(actor=SYSTEM_ACTOR, at=AT) == 0
    assert Likeness.objects.count() == 3


def test_a_file_that_nobody_writes_is_given_up_after_a_time(alice, tmp_path):
    old = check(alice, write(tmp_path, table(2)))
    firms = check_enterprises(
        actor=alice, path=write(tmp_path, [["企业名称", "法定代表人"], ["甲店", "张三"]], name="b.csv"), code=GRID[:9], source="x", at=AT
    )
    assert (StagedRow.objects.count(), KeptFile.objects.count()) == (2, 1)
    assert give_up_old_runs(actor=SYSTEM_ACTOR, at=AT + timedelta(days=59)) == 0
    assert give_up_old_runs(actor=SYSTEM_ACTOR, at=AT + timedelta(days=61)) == 2
    assert (StagedRow.objects.count(), KeptFile.objects.count()) == (0, 0)
    assert {run.state for run in ImportRun.objects.all()} == {"cancelled"}
    assert {old.pk, firms.pk} == set(ImportRun.objects.values_list("pk", flat=True))
    assert give_up_old_runs(actor=SYSTEM_ACTOR, at=AT + timedelta(days=61)) == 0
    with pytest.raises(NotAllowed):
        give_up_old_runs(actor=alice, at=AT)
