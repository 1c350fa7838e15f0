"""Ids of the demonstration (演示编号): made from words, so that the same seed makes the same cases, and told by their beginning."""

from hashlib import blake2b
from uuid import UUID

FIRST = 0xDE300000
"""How every id of a generated case begins: the simulation takes up these and no other."""


def demo_id(*words: object) -> UUID:
    """An id of version 8 (custom) from words."""
    digest = blake2b("\0".join(map(str, words)).encode(), digest_size=16).digest()
    number = int.from_bytes(FIRST.to_bytes(4, "big") + digest[4:], "big")
    number = number & ~(0xF << 76) | 0x8 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=number)


def demo_range() -> tuple[UUID, UUID]:
    """The first id of the demonstration and the first beyond."""
    return UUID(int=FIRST << 96), UUID(int=(FIRST + 1) << 96)
