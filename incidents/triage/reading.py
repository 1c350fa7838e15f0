"""How well messages are classified (文本分类评测): on messages of other files, with and without those that training nearly contains."""

import time
from collections import Counter
from collections.abc import Sequence

from incidents.triage.classifier import Sample, TextModel, train_texts
from incidents.triage.corpus import near_duplicates


def measured(*, train: Sequence[Sample], test: Sequence[Sample]) -> dict[str, object]:
    """n, accuracy and macro_f1 of a model trained on `train` as given; where it nearly contains test messages, also without these.

    `unseen` is the honest figure: nothing like a test message was learned from. It is the same figure where nothing was alike.
    ValueError when there is nothing to ask about or fewer than two classes to learn.
    """
    if not test:
        raise ValueError("no messages to ask about")
    began = time.perf_counter()
    model = train_texts(train)
    trained = time.perf_counter()
    plain = figures(model, test)
    asked = time.perf_counter()
    alike = near_duplicates(train=train, test=test)
    kept = [sample for place, sample in enumerate(train) if place not in alike]
    honest = figures(train_texts(kept), test) if alike else plain
    return {
        "n": len(test), **plain, "trained_on": len(train),
        "near_duplicates": len(alike), "unseen": honest | {"trained_on": len(kept)},
        "train_seconds": round(trained - began, 2), "message_ms": round(1000 * (asked - trained) / len(test), 3),
    }  # fmt: skip


def figures(model: TextModel, test: Sequence[Sample]) -> dict[str, object]:
    """Accuracy, macro F1 and the F1 of each class."""
    said = [(sample.label, model.best(sample.message)) for sample in test]
    by_class = f1_by_class(said)
    accuracy = sum(truth == guess for truth, guess in said) / len(said)
    macro = sum(by_class.values()) / len(by_class)
    return {"accuracy": round(accuracy, 4), "macro_f1": round(macro, 4), "by_class": {name: round(f1, 4) for name, f1 in by_class.items()}}


def f1_by_class(said: Sequence[tuple[str, str]]) -> dict[str, float]:
    """F1 of each class that is true or guessed somewhere: twice the hits, by what was true and what was guessed."""
    hits = Counter(truth for truth, guess in said if truth == guess)
    both = Counter(truth for truth, _guess in said) + Counter(guess for _truth, guess in said)
    return {name: 2 * hits[name] / both[name] for name in sorted(both)}
