"""Blind indexes (盲索引): what can be looked up with the keys and tells nothing without them (G13).

Exact: HMAC of a normalised number, cut to 16 bytes, the key's number in front. Partial: HMACs of neighbouring
characters cut to 32 bits (二元片段), for names also of neighbouring syllables of the pinyin and of its initials.
Every kind has a key of its own, so that a phone and a number never give the same value.
"""

import hmac
from functools import lru_cache
from itertools import pairwise

from residents.vault.keyring import Key, derived
from residents.vault.spelling import initials, syllables, text_of

DIGEST_BYTES = 16
NUMBER, PHONE, NAME, ADDRESS = "number", "phone", "name", "address"
KNOWN_GRAMS = 400_000
"""How many fragments are remembered: neighbouring characters repeat, and an HMAC costs 2 µs."""


@lru_cache(64)
def subkey(key: Key, kind: str) -> bytes:
    """The index key of one kind."""
    return derived(key.indexing, kind.encode())


KNOWN_NAMES = 50_000


def digest(key: Key, kind: str, text: str) -> bytes:
    """The exact index of a normalised text: 17 bytes."""
    return bytes([key.number]) + hmac.digest(subkey(key, kind), text.encode(), key.digest)[:DIGEST_BYTES]


@lru_cache(KNOWN_GRAMS)
def gram(key: Key, kind: str, fragment: str) -> int:
    """The index of one fragment, as a signed 32-bit number."""
    return int.from_bytes(hmac.digest(subkey(key, kind), fragment.encode(), key.digest)[:4], "big", signed=True)


@lru_cache(KNOWN_NAMES)
def name_grams(key: Key, name: str) -> tuple[int, ...]:
    """The fragments of a name: characters, syllables, initials."""
    text = text_of(name)
    fragments = pairs(text)
    for spelled in syllables(text):
        fragments |= {f"{first}|{second}" for first, second in pairwise(spelled)}
        fragments |= pairs(initials(spelled))
    return tuple(gram(key, NAME, fragment) for fragment in fragments)


def address_grams(key: Key, address: str) -> list[int]:
    """The fragments of an address."""
    return [gram(key, ADDRESS, fragment) for fragment in pairs(text_of(address))]


def pairs(text: str) -> set[str]:
    """Each two neighbouring characters."""
    return {text[at : at + 2] for at in range(len(text) - 1)}
