"""Real messages told twice (改写的真实来信): the same message in two people's words, as far as a program can fake that.

Each telling keeps some of the sentences in another order, swaps everyday words, and drops characters. Unlike invented texts
these have the length and the mess of real ones. What no program fakes well is a second person who saw something else.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from incidents.triage.likeness import likeness, pairs, shared
from incidents.triage.texts import Message

SENTENCE = re.compile(r"[^。！？!?；;，,\s]+[。！？!?；;，,]?")
KEPT = 0.55
TYPO = 0.03
RIVALS = 200
SWAPS = (
    ("没有", "没"), ("请", "恳请"), ("政府", "有关部门"), ("严重", "很"), ("居民", "住户"), ("小区", "院子"),
    ("路", "马路"), ("希望", "盼"), ("解决", "处理"), ("我们", "大家"), ("现在", "如今"), ("车辆", "车"),
    ("垃圾", "废弃物"), ("噪音", "噪声"), ("多次", "几次"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TwoTexts:
    """Two texts, and whether they tell of one thing."""

    one: str
    other: str
    same: bool

    @property
    def words(self) -> float:
        """What they share; nothing when one is empty."""
        return likeness(self.one, self.other) or 0.0


def retold(message: Message, chance: random.Random) -> str:
    """The message as somebody else might tell it."""
    sentences = SENTENCE.findall(message.text) or [message.text]
    kept = [sentence for sentence in sentences if chance.random() < KEPT] or [chance.choice(sentences)]
    chance.shuffle(kept)
    text = (message.title if chance.random() < KEPT else "") + "".join(kept)
    for old, new in SWAPS:
        if chance.random() < KEPT:
            text = text.replace(old, new)
    return "".join(letter for letter in text if chance.random() >= TYPO)


def told_twice(messages: Sequence[Message], *, seed: int) -> list[TwoTexts]:
    """For each message a pair of two tellings, and two pairs with other messages: one at random, one as like it as any of 200."""
    chance = random.Random(seed)  # noqa: S311 - test material, no secret
    letters = [pairs(message.title + message.text) for message in messages]
    found = []
    for place, message in enumerate(messages):
        one = retold(message, chance)
        found.append(TwoTexts(one, retold(message, chance), same=True))
        others = [number for number in chance.sample(range(len(messages)), min(RIVALS, len(messages))) if number != place]
        if others:
            rival = _likest(pairs(one), letters, others)
            found += [TwoTexts(one, retold(messages[number], chance), same=False) for number in (others[0], rival)]
    return found


def _likest(one: frozenset[str], letters: Sequence[frozenset[str]], others: Sequence[int]) -> int:
    return max(others, key=lambda number: shared(one, letters[number]) or 0)
