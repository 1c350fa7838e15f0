"""Labelled messages from files (有标注的来信): full texts, texts whose words were cut apart, trees of classes; the header tells which."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from incidents.triage.classifier import Sample
from incidents.triage.files import UnknownForm, rows_of
from incidents.triage.texts import Message, runs, zones_of

CLASS, TITLE, DETAIL, CUT = "一级标签", "留言主题", "留言详情", "segmented_text"
TREE = ("一级分类", "二级分类", "三级分类")
ALIKE = 0.6
"""Two messages are near duplicates when the shorter one's pairs of characters are to this share in the other: cut texts lack stop words."""

FEWEST = 8


def read_messages(path: Path) -> list[Message]:
    """All messages of a file with titles and details, labelled or not."""
    return [Message(row.get(DETAIL, ""), row.get(TITLE, "")) for row in rows_of(path)]


def read_samples(path: Path) -> list[Sample]:
    """The labelled messages of a file. A tree of classes gives its leaves' names as messages. UnknownForm for another header."""
    rows = rows_of(path)
    columns = set(rows[0]) if rows else set()
    if {CUT, CLASS} <= columns:
        found = [Sample(Message(row[CUT]), row[CLASS]) for row in rows]
    elif {DETAIL, CLASS} <= columns:
        found = [Sample(Message(row[DETAIL], row.get(TITLE, "")), row[CLASS]) for row in rows]
    elif set(TREE) <= columns:
        found = [Sample(Message(row[TREE[1]] + row[TREE[2]]), row[TREE[0]]) for row in rows]
    else:
        raise UnknownForm(f"{path.name}: needs {CUT} or {DETAIL} with {CLASS}, or {', '.join(TREE)}")
    return [sample for sample in found if sample.label]


def leaves_beside(samples: Sequence[Sample], extra: Sequence[Sample]) -> list[Sample]:
    """Those of `extra` whose class occurs among the samples: a tree has more classes than the messages."""
    known = {sample.label for sample in samples}
    return [sample for sample in extra if sample.label in known]


def is_tree(path: Path) -> bool:
    """Whether a file is a tree of classes, by its header."""
    return set(TREE) <= set(next(iter(rows_of(path)), {}))


def near_duplicates(*, train: Sequence[Sample], test: Sequence[Sample]) -> set[int]:
    """Indexes of training messages that are (nearly) a test message, whatever their labels."""
    kept = [_pairs(sample) for sample in train]
    postings: dict[str, list[int]] = {}
    for place, pairs in enumerate(kept):
        for pair in pairs:
            postings.setdefault(pair, []).append(place)
    held: Mapping[str, NDArray[np.int32]] = {pair: np.array(places, np.int32) for pair, places in postings.items()}
    sizes = np.array([len(pairs) for pairs in kept])
    found: set[int] = set()
    for sample in test:
        pairs = _pairs(sample)
        hits = [held[pair] for pair in pairs if pair in held]
        if hits and len(pairs) >= FEWEST:
            shared = np.bincount(np.concatenate(hits), minlength=len(kept))
            shorter = np.maximum(np.minimum(sizes, len(pairs)), 1)
            found |= set(np.flatnonzero((shared / shorter >= ALIKE) & (sizes >= FEWEST)).tolist())
    return found


def _pairs(sample: Sample) -> frozenset[str]:
    return frozenset(runs(zones_of(sample.message).whole, (2,)))
