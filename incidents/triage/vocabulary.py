"""Runs of characters as numbers (词表): which ones are kept, how rare they are, and a message as a sparse row."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from incidents.triage.texts import BLOCKS, ZONE, Block, Zones, runs

Ids = NDArray[np.int32]
Values = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Row:
    """A message: which runs (column numbers over all blocks) with which values."""

    ids: Ids
    values: Values


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """For each block its runs; columns are numbered through the blocks. `rarity` is the inverse document frequency."""

    runs: tuple[tuple[str, ...], ...]
    rarity: Values
    index: tuple[Mapping[str, int], ...]

    @staticmethod
    def of(kept: Sequence[Sequence[str]], rarity: Values) -> "Vocabulary":
        """Number the columns."""
        index, start = [], 0
        for block in kept:
            index.append({run: start + place for place, run in enumerate(block)})
            start += len(block)
        return Vocabulary(tuple(tuple(block) for block in kept), rarity, tuple(index))

    @property
    def size(self) -> int:
        """How many columns."""
        return len(self.rarity)

    def row(self, zones: Zones) -> Row:
        """A message as numbers: 1 + log of the count, times rarity, each block of length 1."""
        parts = [self._part(ZONE[block.zone](zones), block, index) for block, index in zip(BLOCKS, self.index, strict=True)]
        return Row(np.concatenate([ids for ids, _values in parts]), np.concatenate([values for _ids, values in parts]))

    def _part(self, text: str, block: Block, index: Mapping[str, int]) -> tuple[Ids, Values]:
        known = [(place, count) for run, count in runs(text, block.sizes).items() if (place := index.get(run)) is not None]
        if not known:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        ids = np.array([place for place, _count in known], np.int32)
        values = (1 + np.log(np.array([count for _place, count in known], np.float32))) * self.rarity[ids]
        return ids, (values / np.linalg.norm(values)).astype(np.float32)


def learned(messages: Sequence[Zones]) -> Vocabulary:
    """The vocabulary of these messages."""
    kept: list[list[str]] = []
    rarity: list[Values] = []
    for block in BLOCKS:
        spread: Counter[str] = Counter()
        for zones in messages:
            spread.update(runs(ZONE[block.zone](zones), block.sizes).keys())
        names = sorted(run for run, count in spread.items() if count >= block.fewest)
        kept.append(names)
        counts = np.array([spread[name] for name in names], np.float32)
        rarity.append(1 + np.log((1 + len(messages)) / (1 + counts)))
    return Vocabulary.of(kept, np.concatenate(rarity).astype(np.float32))
