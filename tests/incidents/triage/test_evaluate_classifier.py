"""`evaluate_classifier` on invented messages, and on real ones where they lie beside the project."""

import csv
import io
import json
import random
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from incidents.triage.corpus import near_duplicates, read_samples

REAL = Path(__file__).parents[4] / "shared/data/messages"
THINGS = {
    "道路": ["路面塌陷", "人行道破损", "红绿灯不亮", "井盖松动"],
    "环境": ["垃圾堆放", "污水直排", "烟尘扰民", "河道发臭"],
    "教育": ["学区划分", "补课收费", "校门拥堵", "幼儿园学位"],
}
ENDS = ("请尽快处理", "影响大家出行", "已经反映多次", "望领导重视", "居民意见很大", "希望给个答复")


def messages(count: int, *, seed: int) -> list[dict[str, str]]:
    chance = random.Random(seed)
    rows = []
    for number in range(count):
        label = chance.choice(sorted(THINGS))
        text = f"{chance.choice('东西南北')}{chance.randint(1, 400)}号附近{chance.choice(THINGS[label])}，{chance.choice(ENDS)}，{chance.choice(ENDS)}。"
        rows.append({"留言编号": str(number), "留言主题": chance.choice(THINGS[label]), "留言详情": text, "一级标签": label})
    return rows


def written(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def asked(*train: Path, test: Path) -> dict[str, float]:
    out = io.StringIO()
    call_command("evaluate_classifier", "--json", "--train", *map(str, train), "--test", str(test), stdout=out)
    assert out.getvalue().count("\n") == 1
    return json.loads(out.getvalue())


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    return written(tmp_path / "train.csv", messages(160, seed=1)), written(tmp_path / "test.csv", messages(60, seed=2))


def test_it_tells_accuracy_and_macro_f1(files):
    told = asked(files[0], test=files[1])
    assert (told["n"], told["trained_on"]) == (60, 160)
    assert told["accuracy"] > 0.9
    assert told["macro-F1"] == told["macro_f1"] > 0.9
    assert set(told["by_class"]) == set(THINGS)


def test_mixed_up_labels_bring_it_down(files, tmp_path):
    rows = messages(60, seed=2)
    labels = [row["一级标签"] for row in rows]
    random.Random(5).shuffle(labels)
    mixed = written(tmp_path / "mixed.csv", [row | {"一级标签": label} for row, label in zip(rows, labels, strict=True)])
    assert asked(files[0], test=mixed)["accuracy"] < 0.7


def test_segmented_texts_and_a_tree_of_classes_may_be_learned_from_too(files, tmp_path):
    cut = written(
        tmp_path / "cut.csv", [{"segmented_text": " ".join(row["留言详情"]), "一级标签": row["一级标签"]} for row in messages(160, seed=3)]
    )
    tree = written(tmp_path / "tree.csv", [{"一级分类": one, "二级分类": "其他", "三级分类": "外星事务"} for one in ("道路", "不在其中")])
    told = asked(cut, tree, test=files[1])
    assert told["trained_on"] == 161
    assert told["accuracy"] > 0.8
    assert "不在其中" not in told["by_class"]


def test_a_message_that_was_learned_from_is_told_apart(files, tmp_path):
    rows = messages(60, seed=2)
    leak = written(tmp_path / "leak.csv", messages(100, seed=1) + rows)
    told = asked(leak, test=files[1])
    assert told["near_duplicates"] >= 60
    assert told["unseen"]["trained_on"] == 160 - told["near_duplicates"]
    assert told["unseen"]["accuracy"] <= told["accuracy"]


def test_a_cut_text_is_known_again_in_the_full_one(tmp_path):
    said = {
        "留言主题": "路面塌陷",
        "留言详情": "学院路八十八号门前路面塌陷已经一个多月，来往车辆都要绕行，请有关部门尽快修复。",
        "一级标签": "道路",
    }
    full = read_samples(written(tmp_path / "full.csv", [said]))
    cut = read_samples(written(tmp_path / "cut.csv", [
        {"segmented_text": "路面 塌陷 学院 路 八十 八号 门前 路面 塌陷 一个多月 来往 车辆 绕行 部门 尽快 修复", "一级标签": "道路"},
        {"segmented_text": "学区 划分 小区 业主 孩子 入学 补课 收费 学校 答复 教育局 解释", "一级标签": "教育"},
    ]))  # fmt: skip
    assert near_duplicates(train=cut, test=full) == {0}


@pytest.mark.parametrize(("text", "reason"), [("甲,乙\n1,2\n", "一级标签"), ("留言详情,一级标签\n路坏了,道路\n", "two classes")])
def test_what_cannot_be_learned_from_is_refused_with_the_reason(files, tmp_path, text, reason):
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(text)
    with pytest.raises(CommandError, match=reason) as refused:
        asked(wrong, test=files[1])
    assert refused.value.returncode == 2


@pytest.mark.skipif(not REAL.exists(), reason="the real messages are not shipped")
def test_real_messages_that_were_never_seen_are_read_well(tmp_path):
    with (REAL / "labelled_segmented.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = random.Random(0).sample(list(csv.DictReader(file)), 3200)
    told = asked(written(tmp_path / "train.csv", rows[400:]), test=written(tmp_path / "test.csv", rows[:400]))
    assert told["accuracy"] > 0.85
    assert told["macro_f1"] > 0.85
