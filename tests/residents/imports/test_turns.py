"""Several hands write a file: the register and the record are those of one hand; a failure leaves whole batches, in the file's order."""

import pytest

from governance.ledger.models import Entry
from residents.actions.declaring import load_fields
from residents.actions.imports import applying
from residents.actions.imports.applying import apply_run, cancel_run
from residents.models import Household, ImportRun, Locator, Resident, StagedRow
from tests.residents.conftest import AT, SYSTEM_ACTOR
from tests.residents.imports.files import LABELS, check, reasons, table, write

pytestmark = pytest.mark.django_db(transaction=True)
TABLE = {**LABELS, "household_no": "户号"}


@pytest.fixture
def path(tmp_path, monkeypatch):
    load_fields(actor=SYSTEM_ACTOR, at=AT)
    monkeypatch.setattr(applying, "BATCH", 3)
    rows = table(20, labels=TABLE)
    for at, row in enumerate(rows[1:]):
        row[-1] = f"{at // 2:03d}"  # neighbouring batches share households
    return write(tmp_path, rows)


def batches_written():
    return [entry.detail["lines"] for entry in Entry.objects.filter(verb="residents.imported").order_by("seq")]


def test_several_hands_are_one(alice, path, monkeypatch):
    run = apply_run(actor=alice, run_id=check(alice, path).pk, at=AT, hands=3)
    assert (run.state, run.added, reasons(run)) == ("done", 20, [])
    assert Resident.objects.count() == Locator.objects.count() == 20
    assert Household.objects.count() == 10
    assert batches_written() == [[2, 4], [5, 7], [8, 10], [11, 13], [14, 16], [17, 19], [20, 21]]

    cancelled = check(alice, write(path.parent, [*table(0, labels=TABLE), *later(6)], name="more.csv"))
    whole, calls = applying.insert_new, []

    def failing(*args, **kwargs):
        added = whole(*args, **kwargs)
        calls.append(args[1])
        if args[1] == (5, 7):
            raise OSError
        return added

    monkeypatch.setattr(applying, "insert_new", failing)
    with pytest.raises(OSError):  # noqa: PT011
        apply_run(actor=alice, run_id=cancelled.pk, at=AT, hands=2)
    assert ImportRun.objects.get(pk=cancelled.pk).applied_to in {0, 4}
    assert Resident.objects.count() == 20 + (3 if ImportRun.objects.get(pk=cancelled.pk).applied_to else 0)
    cancel_run(actor=alice, run_id=cancelled.pk, at=AT)
    assert not Household.objects.filter(members=None).exists()


def later(n):
    rows = table(n, first=100, labels=TABLE)[1:]
    return [[*row[:-1], f"9{at}"] for at, row in enumerate(rows)]


def test_rows_that_a_crash_of_the_database_took_are_staged_again(alice, path):
    run = check(alice, path)
    apply_run(actor=alice, run_id=run.pk, at=AT, most_batches=2)
    StagedRow.objects.all().delete()  # as a crash does to a table without log
    with pytest.raises(applying.Conflict):
        apply_run(actor=alice, run_id=run.pk, at=AT)
    again = check(alice, path)
    assert (again.pk, again.state, again.applied_to) == (run.pk, "checked", 7)
    done = apply_run(actor=alice, run_id=run.pk, at=AT)
    assert (done.state, done.added) == ("done", 20)
    assert Resident.objects.count() == 20
