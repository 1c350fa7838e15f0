"""Files that were damaged in every way: none crashes the import, none is taken in part, nothing is changed in silence.

A few hundred by default; MUTATED_IMPORTS=2000 for the whole.
"""

import os
import random
import unicodedata

import pytest

from governance.errors import Refused
from residents.actions.imports.applying import apply_run, cancel_run
from residents.models import ImportRun, Locator, Resident, Sealed, StagedRow
from residents.sheets.unreadable import WHY, Unreadable
from residents.vault.keyring import keyring
from residents.vault.records import opened
from tests.residents.conftest import AT
from tests.residents.imports.files import check, csv_text, table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fields")]
FILES = int(os.environ.get("MUTATED_IMPORTS", "240"))
NAME = "2"  # the number of the field of names
TEXTS = [
    "=1+1",
    "@SUM(A1)",
    "2026.2.30",
    "0",
    "-",
    "NaN",
    "１２３",
    "\u202e倒",
    "长" * 300,
    "a\x00b",
    "\x1b[2J",
    '"',
    ",",
    "\n",
    " ",
    "1e999",
    "true",
]


def damaged(dice, rows):
    """A file and how it was damaged: first the table, then its bytes."""
    kind = dice.choice(
        ["cell", "cells", "row", "column", "header", "bytes", "cut", "encoding", "glue", "quote", "huge", "shuffle", "nothing"]
    )
    table_of = {"cell": 1, "cells": 8}
    rows = [list(row) for row in rows]
    for _n in range(table_of.get(kind, 0)):
        rows[dice.randrange(len(rows))][dice.randrange(len(rows[0]))] = dice.choice(TEXTS)
    rows = damaged_table(dice, kind, rows)
    encoding = dice.choice(["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"]) if kind == "encoding" else "utf-8"
    return kind, damaged_bytes(dice, kind, csv_text(rows).encode(encoding))


def damaged_table(dice, kind, rows):
    """Rows, columns, headers."""
    at, column = dice.randrange(len(rows)), dice.randrange(len(rows[0]))
    if kind == "row":
        rows[at] = dice.choice([[], rows[at] * 2, rows[at][:1], rows[at - 1]])
    elif kind == "column":
        lost = dice.random() < 0.5
        rows = [row[:column] + row[column + 1 :] if lost else row + row[column : column + 1] for row in rows]
    elif kind == "header":
        rows[0][column] = dice.choice(["", "宗教", "未知列", rows[0][0], "人员内部编号", " 姓 名 "])
    elif kind == "shuffle":
        dice.shuffle(rows)
    elif kind == "huge":
        rows[at][column] = "x" * 20_000
    return rows


def damaged_bytes(dice, kind, body):
    """The bytes of the file."""
    place = dice.randrange(len(body))
    changes = {
        "bytes": lambda: body[:place] + dice.randbytes(dice.randrange(1, 6)) + body[place + dice.randrange(3) :],
        "cut": lambda: body[:place],
        "glue": lambda: body + dice.choice([b"PK\x03\x04", body, b"\r\n\r\n", b"\xff"]),
        "quote": lambda: body[:place] + b'"' + body[place:],
    }
    return changes.get(kind, lambda: body)()


def names_taken():
    """The names in the register, opened."""
    ring = keyring()
    return [opened(ring, row.pk, row.wrapped_key).record("identity", row.identity).values[NAME] for row in Sealed.objects.all()]


def test_t10_damaged_files_never_crash_never_half_enter_and_never_change_in_silence(alice, tmp_path):
    dice = random.Random(20261122)
    crashed = partial = silent = refused = taken = unnamed = 0
    for n in range(FILES):
        kind, body = damaged(dice, table(6))
        path = tmp_path / f"{n}.csv"
        path.write_bytes(body)
        Resident.objects.all().delete()
        ImportRun.objects.all().delete()
        try:
            run = apply_run(actor=alice, run_id=check(alice, path).pk, at=AT)
        except Refused as wrong:
            refused += 1
            partial += Resident.objects.exists() or Locator.objects.exists()
            unnamed += isinstance(wrong, Unreadable) and wrong.why not in WHY
            for left in ImportRun.objects.all():
                cancel_run(actor=alice, run_id=left.pk, at=AT)
            partial += StagedRow.objects.exists()
            continue
        except Exception as fault:  # noqa: BLE001  (that is what is counted)
            crashed += 1
            print(kind, repr(fault)[:200])  # noqa: T201
            continue
        taken += 1
        lines = {line for line, _flag in run.refusals.filter(flag=False).values_list("line", "flag")}
        partial += run.added + run.changed + run.same + len(lines) != run.rows
        text = unicodedata.normalize("NFC", body.decode(run.encoding)).replace('""', '"')
        silent += sum(name not in text for name in names_taken())
    print(f"files={FILES} refused={refused} taken={taken} crashed={crashed} partial={partial} silent_changes={silent}")  # noqa: T201
    assert (crashed, partial, silent, unnamed) == (0, 0, 0, 0)
    assert refused > FILES / 10
    assert taken > FILES / 10
