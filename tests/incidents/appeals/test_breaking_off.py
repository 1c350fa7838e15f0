"""An import that breaks off, is ended, or meets another one loses and doubles nothing."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import connection

from governance.access.actor import SYSTEM_ACTOR
from governance.access.models import Unit
from governance.ledger.models import Entry
from governance.ledger.verify import check_chain
from grids.models import Division
from incidents.actions.appeals import import_appeals
from incidents.actions.appeals.importing import BATCH
from incidents.management.commands.import_appeals import Command
from incidents.models import Category, Incident
from tests.incidents.appeals.written import AT, ran, row, written


def test_an_import_that_broke_off_goes_on_where_it_was(district: str, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [row(REC_ID=str(n)) for n in range(2 * BATCH + 10)])
    seen: list[int] = []

    def lost(progress: Any) -> None:
        seen.append(progress.rows)
        if len(seen) == 2:
            raise ConnectionError("the line is cut")

    with pytest.raises(ConnectionError):
        import_appeals(actor=SYSTEM_ACTOR, file=path, district=district, at=AT, tell=lost)
    assert Incident.objects.count() == 2 * BATCH
    answer = ran(path, district)
    assert (answer["imported"], answer["unchanged"]) == (10, 2 * BATCH)
    assert Incident.objects.count() == Entry.objects.filter(verb="incident.imported").count() == 2 * BATCH + 10


def test_ctrl_c_keeps_what_is_written_and_says_so(district: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "a.csv", [row(REC_ID=str(n)) for n in range(BATCH + 10)])

    def pressed(_self: object, _progress: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Command, "tell", pressed)
    with pytest.raises(CommandError, match="继续") as ended:
        ran(path, district)
    assert (ended.value.returncode, Incident.objects.count()) == (130, BATCH)


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_the_same_time_make_each_case_once(tmp_path: Path) -> None:
    for code, name in (("4403", "某市"), ("440399", "某区"), ("440399001", "东街道"), ("440399001001", "老坑社区居委会")):
        Division.objects.create(code=code, name=name, parent_id={4: None, 6: code[:4], 9: code[:6], 12: code[:9]}[len(code)])
    path = written(tmp_path / "a.csv", [row(REC_ID=str(n), SUB_TYPE_ID=str(n % 9), SUB_TYPE_NAME=f"类{n % 9}") for n in range(BATCH + 50)])
    begin = Barrier(2)

    def once(_number: int) -> tuple[int, int, int]:
        try:
            begin.wait()
            outcome = import_appeals(actor=SYSTEM_ACTOR, file=path, district="440399", at=AT)
            return outcome.imported, outcome.unchanged, len(outcome.refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(once, range(2)))
    assert [sum(column) for column in zip(*found, strict=True)] == [BATCH + 50, BATCH + 50, 0]
    assert Incident.objects.count() == Entry.objects.filter(verb="incident.imported").count() == BATCH + 50
    assert (Category.objects.count(), Unit.objects.count()) == (9, 1)
    assert check_chain(chain="440399", outside={}).fault is None
