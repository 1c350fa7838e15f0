"""The measurements' own machinery: what is asked, how rounds are summed, how the table is laid out. No time is measured."""

import json
from pathlib import Path
from uuid import UUID

from bench.load import Plan, part, requests_of
from bench.maps import view
from bench.measuring import summed
from bench.rows import ROWS
from bench.table import HEAD, cells, lines


def a_round(requests: int, seconds: float) -> dict[str, float]:
    return {
        "requests": requests, "seconds": seconds, "rate": requests / seconds, "bytes": 100 * requests, "p50_ms": 5.0, "p95_ms": 9.0, "failed": 0,
        "python_ms": 2.0, "database_ms": 1.0,
    }  # fmt: skip


def a_row() -> dict[str, object]:
    ours, floor = summed([a_round(100, 2.0), a_round(300, 2.0)]), summed([a_round(1000, 2.0)])
    return {
        "row": "file",
        "cases": 10,
        "clients": 8,
        "ours": ours,
        "floor": floor,
        "ratio": 0.2,
        "cpu_ratio": 0.3,
        "goal": 0.4,
        "reached": False,
    }


def test_each_filing_has_an_id_of_its_own_and_a_whole_report():
    make = requests_of(Plan("file", "t", ("2026-11-22T10:00:00+00:00", "7", "8")))
    asked = [make(n) for n in range(50)]
    assert {method for method, _path, _body in asked} == {"PUT"}
    ids = {UUID(path.split("/")[3]) for _method, path, _body in asked}
    assert len(ids) == 50
    assert {json.loads(body)["category"] for _method, _path, body in asked} == {7, 8}


def test_transitions_take_one_case_after_the_other(tmp_path: Path):
    given = tmp_path / "ids"
    given.write_text("a\nb\n")
    make = requests_of(Plan("step", "t", (str(given),)))
    assert [make(n)[1] for n in range(2)] == ["/api/incidents/a/file/", "/api/incidents/b/file/"]


def test_rounds_are_summed_over_their_whole_time():
    whole = summed([a_round(100, 2.0), a_round(300, 2.0)])
    assert (whole["rate"], whole["bytes"], whole["cpu_ms"]) == (100.0, 100, 3.0)


def test_a_round_without_a_single_answer_is_zero_and_no_fault():
    assert summed([a_round(0, 1.0)])["rate"] == 0.0
    assert part([], 0.95) == 0.0


def test_the_table_has_a_cell_for_each_head_and_says_what_missed_its_goal():
    row = a_row()
    assert len(cells(row)) == len(HEAD)
    assert "| NO |" in lines([row])[2]
    point = {"row": "point-filing", "per_second": 60000, "goal": ">= 50000/s", "reached": True}
    assert len(cells(point)) == len(HEAD)


def test_the_goals_are_those_that_were_set():
    assert {row.name: row.goal for row in ROWS} == {
        "file": 0.40, "detail": 0.33, "step": 0.33, "queue": 0.33, "queue-state": 0.33, "queue-three": 0.33,
    }  # fmt: skip
    assert next(row for row in ROWS if row.name == "file").clients == (1, 8, 32)


def test_a_nearer_view_shows_less():
    import random

    wide = [box[2] - box[0] for box in (view(zoom, random.Random(1)) for zoom in (8, 11, 17))]
    assert wide == sorted(wide, reverse=True)
