"""Which class a message belongs to (文本分类): a linear model over runs of characters."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from incidents.triage.choice import softmax
from incidents.triage.counts import Vector
from incidents.triage.lines import Lines, fit_lines
from incidents.triage.texts import Message, zones_of
from incidents.triage.vocabulary import Vocabulary, learned

SHARPNESS = 3.0
"""Margins times this, through softmax, are the shares; found on held-out messages, where it makes the shares about right."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A message whose class is known, and how much it counts."""

    message: Message
    label: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class TextModel:
    """Classes by label, the runs it knows and the lines between classes. `usual` raises frequent classes where words decide little."""

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    lines: Lines
    usual: Vector

    def ranked(self, message: Message) -> list[tuple[str, float]]:
        """Classes with their share, likeliest first."""
        margins = self.lines.margins(self.vocabulary.row(zones_of(message)))
        shares = softmax(margins.astype(np.float64) * SHARPNESS + self.usual)
        return [(self.labels[place], float(shares[place])) for place in np.argsort(-shares, kind="stable")]

    def best(self, message: Message) -> str:
        """The likeliest class."""
        return self.ranked(message)[0][0]


def train_texts(samples: Sequence[Sample], *, habit: float = 0.0) -> TextModel:
    """One line between each class and the rest; rare classes weigh as much as frequent ones. ValueError for fewer than two classes.

    `habit` is how much of a class's frequency is believed when it comes to ranking: 0 nothing, 1 all of it.
    """
    labels = sorted({sample.label for sample in samples})
    if len(labels) < 2:  # noqa: PLR2004 - there is nothing to tell apart
        raise ValueError("messages of at least two classes are needed")
    index = {label: place for place, label in enumerate(labels)}
    zones = [zones_of(sample.message) for sample in samples]
    vocabulary = learned(zones)
    lines = fit_lines(
        rows=[vocabulary.row(one) for one in zones],
        classes=np.array([index[sample.label] for sample in samples]),
        weight=np.array([sample.weight for sample in samples], np.float32),
        columns=vocabulary.size,
    )
    found = np.bincount([index[sample.label] for sample in samples], weights=[sample.weight for sample in samples], minlength=len(labels))
    return TextModel(tuple(labels), vocabulary, lines, habit * np.log(found / found.sum()))
