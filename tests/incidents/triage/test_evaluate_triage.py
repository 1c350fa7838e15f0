"""`evaluate_triage` on an invented file of the export's form, and on the real one where it lies beside the project."""

import csv
import io
import json
import random
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.incidents.triage.cases import handled

REAL = Path(__file__).parents[4] / "shared/data/appeals/pingshan_appeals_2018.csv"
NAMES = ("SUB_TYPE_ID", "MAIN_TYPE_ID", "EVENT_TYPE_ID", "STREET_ID", "COMMUNITY_ID", "EVENT_SRC_ID")


def lines_of(count: int, *, seed: int) -> list[dict[str, str]]:
    return [
        dict(zip(NAMES, (known.sub, known.main, known.kind, known.street, known.community, known.source), strict=True))
        | {"DISPOSE_UNIT_ID": past.unit, "DISPOSE_UNIT_NAME": past.unit, "CREATE_TIME": past.at.strftime("%Y-%m-%d %H:%M:%S")}
        for past in handled(count, seed=seed)
        for known in [past.known]
    ]


def written(path: Path, rows: list[dict[str, str]], columns: list[str] | None = None) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns or list(rows[0]), extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def asked(**options: object) -> dict[str, float]:
    out = io.StringIO()
    call_command("evaluate_triage", **options, json=True, stdout=out)
    assert out.getvalue().count("\n") == 1
    return json.loads(out.getvalue())


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    return written(tmp_path / "train.csv", lines_of(900, seed=1)), written(tmp_path / "test.csv", lines_of(300, seed=2))


def test_it_tells_how_often_the_unit_was_among_the_first(files):
    told = asked(train=files[0], test=files[1])
    assert told["n"] == 300
    assert 0.85 < told["top1"] <= told["top3"] <= told["top5"] <= 1
    assert told["top-1"] == told["top_1"] == told["top1"]
    assert told["baseline"]["top1"] <= told["top1"] + 0.05


def test_labels_mixed_up_bring_the_figures_down(files, tmp_path):
    rows = lines_of(300, seed=2)
    units = [row["DISPOSE_UNIT_ID"] for row in rows]
    random.Random(0).shuffle(units)
    mixed = written(tmp_path / "mixed.csv", [row | {"DISPOSE_UNIT_ID": unit} for row, unit in zip(rows, units, strict=True)])
    assert asked(train=files[0], test=mixed)["top1"] < 0.5


def test_the_order_of_columns_and_what_spreadsheets_do_to_ids_make_no_difference(files, tmp_path):
    plain = asked(train=files[0], test=files[1])
    rows = lines_of(300, seed=2)
    other = [row | {"CREATE_TIME": row["CREATE_TIME"].replace("-", "/")[:16], "另有": "x"} for row in rows]
    turned = written(tmp_path / "turned.csv", other, columns=["另有", *reversed(list(rows[0]))])
    assert asked(train=files[0], test=turned)["top1"] == plain["top1"]


def test_a_line_that_tells_nothing_is_a_miss_and_no_fault(files, tmp_path):
    rows = lines_of(100, seed=2)
    dirty = [
        dict.fromkeys(rows[0], "-"),
        rows[0] | {"DISPOSE_UNIT_ID": "从未见过", "CREATE_TIME": "昨天"},
        dict.fromkeys(rows[0], "") | {"STREET_ID": "a"},
    ]
    told = asked(train=files[0], test=written(tmp_path / "dirty.csv", rows + dirty))
    assert told["n"] == 103
    assert told["never_seen_units"] == pytest.approx(3 / 103, abs=1e-3)
    assert asked(train=written(tmp_path / "dirty_train.csv", lines_of(900, seed=1) + dirty), test=files[1])["top1"] > 0.8


def test_a_column_may_be_missing(files, tmp_path):
    rows = lines_of(300, seed=2)
    fewer = written(tmp_path / "fewer.csv", rows, columns=["SUB_TYPE_ID", "STREET_ID", "DISPOSE_UNIT_ID"])
    assert asked(train=files[0], test=fewer)["top1"] > 0.7


@pytest.mark.parametrize(("text", "reason"), [("甲,乙\n1,2\n", "DISPOSE_UNIT_ID"), ("", "empty"), ("DISPOSE_UNIT_ID\n7\n", "SUB_TYPE_ID")])
def test_a_file_of_another_form_is_refused_with_what_is_missing(files, tmp_path, text, reason):
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(text)
    with pytest.raises(CommandError, match=reason) as refused:
        asked(train=wrong, test=files[1])
    assert refused.value.returncode == 2


def test_a_missing_file_and_a_missing_question_are_refused(files, tmp_path):
    with pytest.raises(CommandError, match="gone"):
        asked(train=tmp_path / "gone.csv", test=files[1])
    with pytest.raises(CommandError, match="--test"):
        asked(train=files[0])


@pytest.mark.skipif(not REAL.exists(), reason="the real appeals are not shipped; they lie in ../shared/data of the office's own checkout")
def test_real_appeals_are_proposed_above_what_was_asked_for():
    told = asked(train=REAL, split=[0.6])
    assert told["top1"] >= 0.55
    assert told["top3"] >= 0.78
    assert told["top1"] > told["baseline"]["top1"]
    assert told["top3"] > told["baseline"]["top3"]
