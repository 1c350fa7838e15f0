"""Precision and recall of likely duplicates, on generated pairs and on messages told twice, with a control that must fail."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from incidents.triage.detection import auc, found
from incidents.triage.pairs import Maker
from tests.incidents.triage.test_evaluate_classifier import messages, written


def asked(**options: object) -> dict[str, dict[str, float]]:
    out = io.StringIO()
    call_command("evaluate_duplicates", **options, json=True, stdout=out)
    return json.loads(out.getvalue())


def test_generated_pairs_are_told_apart_better_than_by_any_part_alone():
    told = asked(pairs=1500)["generated"]
    assert told["n"] == 1500
    assert told["precision"] > 0.75
    assert told["recall"] > 0.75
    assert told["auc"] > max(told["auc_alone"].values())  # type: ignore[attr-defined]


def test_messages_told_twice_are_known_again_and_mixed_labels_are_not(tmp_path: Path):
    rows = [
        row
        | {
            "留言主题": f"{row['留言主题']}{number}",
            "留言详情": f"{row['留言详情']}我家住{number}号楼，{'早晚' if number % 2 else '周末'}最严重。",
        }
        for number, row in enumerate(messages(60, seed=4))
    ]
    told = asked(pairs=100, messages=written(tmp_path / "messages.csv", rows), most=40)
    assert told["real_words"]["n"] == 120
    assert told["real_words"]["recall"] > 0.8
    assert told["control_shuffled"]["auc"] == pytest.approx(0.5, abs=0.15)


def test_the_same_seed_makes_the_same_pairs_and_another_others():
    one, again, other = (list(Maker(seed=seed).pairs(20)) for seed in (7, 7, 8))
    assert one == again != other
    assert 0 < sum(pair.same for pair in one) < 20


def test_precision_recall_and_area_are_what_they_are_called():
    told = found([True, True, False, False], [0.9, 0.2, 0.6, 0.1], 0.5)
    assert (told["precision"], told["recall"], told["f1"], told["auc"]) == (0.5, 0.5, 0.5, 0.75)
    assert auc([True, False], [0.5, 0.5]) == 0.5


def test_a_missing_file_is_refused_by_name(tmp_path: Path):
    with pytest.raises(CommandError, match="gone"):
        asked(pairs=10, messages=tmp_path / "gone.csv")
    wrong = tmp_path / "empty.csv"
    wrong.write_text("")
    with pytest.raises(CommandError, match="empty"):
        asked(pairs=10, messages=wrong)
