"""The model of texts, its words and its packing."""

import numpy as np
import pytest

from incidents.triage.classifier import Sample, train_texts
from incidents.triage.packing import text_arrays, text_model, unit_arrays, unit_model
from incidents.triage.store import Saved, load, save
from incidents.triage.texts import Message, plain, title_of, zones_of
from incidents.triage.units import train_units
from tests.incidents.triage.cases import ROLES, handled, known

SAMPLES = [
    Sample(Message(text), label)
    for label, texts in {
        "井盖": ["井盖破损", "井盖不见了", "路中间的井盖松动", "井盖翘起来"],
        "噪音": ["深夜施工噪音", "音响声音太大", "半夜施工吵人", "楼下音响扰民"],
        "路灯": ["路灯不亮", "整条街路灯坏了", "路灯忽明忽暗", "路灯杆歪了"],
    }.items()
    for text in texts
]


def test_a_message_goes_to_the_class_that_such_messages_have():
    model = train_texts(SAMPLES)
    assert model.best(Message("小区门口井盖坏了")) == "井盖"
    assert model.best(Message("晚上施工很吵，音响也大")) == "噪音"
    shares = [share for _label, share in model.ranked(Message("路灯"))]
    assert sum(shares) == pytest.approx(1)
    assert shares == sorted(shares, reverse=True)


def test_two_classes_have_a_line_each():
    two = [sample for sample in SAMPLES if sample.label != "路灯"]
    model = train_texts(two)
    assert model.best(Message("井盖没了")) == "井盖"
    assert model.best(Message("施工噪音")) == "噪音"


def test_nothing_that_was_ever_said_is_no_fault():
    assert {label for label, _share in train_texts(SAMPLES).ranked(Message("xyz", "※"))} == {"井盖", "噪音", "路灯"}


def test_a_rare_class_is_not_drowned_by_a_frequent_one():
    many = [Sample(Message(f"{number}号井盖坏了"), "井盖") for number in range(200)]
    assert train_texts([*many, *SAMPLES]).best(Message("路灯坏了")) == "路灯"


def test_of_one_class_there_is_nothing_to_tell_apart():
    with pytest.raises(ValueError, match="two classes"):
        train_texts([sample for sample in SAMPLES if sample.label == "井盖"])


def test_what_was_packed_says_the_same(models):
    model = train_texts(SAMPLES)
    meta, arrays = text_arrays(model)
    save("texts", digest="d" * 40, meta=meta, arrays=arrays)
    saved = load("texts")
    assert saved is not None
    again = text_model(saved)
    for text in ("井盖", "夜里很吵", "灯"):
        assert dict(again.ranked(Message(text))) == pytest.approx(dict(model.ranked(Message(text))), abs=1e-3)


def test_a_model_of_units_that_was_packed_says_the_same():
    model = train_units(handled(300), roles=ROLES)
    again = unit_model(Saved(*unit_arrays(model)))
    assert again is not None
    for sub in ("s1", "g2", "never"):
        assert dict(again.ranked(known(sub, "a"))) == pytest.approx(dict(model.ranked(known(sub, "a"))))
    meta, arrays = unit_arrays(model)
    assert unit_model(Saved(meta | {"groups": []}, arrays)) is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: next(folder.glob("texts-*.npz")).unlink(),
        lambda folder: next(folder.glob("texts-*.npz")).write_bytes(b"PK\x03\x04 half a file"),
        lambda folder: (folder / "texts.json").write_text("{"),
        lambda folder: (folder / "texts.json").write_text('{"file": "../../etc/passwd", "digest": "x"}'),
    ],
)
def test_a_damaged_model_is_none(models, damage):
    save("texts", digest="e" * 40, meta={}, arrays={"a": np.zeros(3)})
    assert load("texts") is not None
    damage(models)
    assert load("texts") is None


def test_zones_are_letters_alone():
    zones = zones_of(Message("  A3区 井盖，破了！\u3000在学院路８８号。"))
    assert zones.title == "区井盖破了"
    assert zones.whole == "区井盖破了在学院路88号"
    assert plain("ＡＢ\t_x000D_ 12") == "ab12"
    assert title_of("建议修路\n我是居民") == "建议修路"
    assert title_of("没有标题的一句话") == ""
