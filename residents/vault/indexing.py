"""Blind indexes (盲索引): what can be looked up with the keys and tells nothing without them (G13).

Exact: HMAC of a normalised number, cut to 16 bytes, the key's number in front. Partial: HMACs of neighbouring
characters cut to 32 bits (二元片段), for names also of neighbouring syllables of the pinyin and of its initials.
Every kind has a key of its own, so that a phone and a number never give the same value.
"""

import hmac
from functools import cache, lru_cache
from itertools import pairwise
from operator import add

from residents.vault.keyring import Key, derived
from residents.vault.spelling import initials, syllables, text_of

DIGEST_BYTES = 16
NUMBER, PHONE, NAME, ADDRESS, LIKENESS = "number", "phone", "name", "address", "likeness"
KNOWN_GRAMS = 400_000
"""How many fragments are remembered: neighbouring characters repeat, and an HMAC costs 2 µs."""
KNOWN_NAMES = 50_000


@lru_cache(64)
def subkey(key: Key, kind: str) -> bytes:
    """The index key of one kind."""
    return derived(key.indexing, kind.encode())


@lru_cache(64)
def parts(key: Key, kind: str) -> tuple[bytes, bytes, str]:
    """What an exact index of one kind is made with: the number in front, the secret, the hash."""
    return bytes([key.number]), subkey(key, kind), key.digest


def digest(key: Key, kind: str, text: str) -> bytes:
    """The exact index of a normalised text: 17 bytes."""
    number, secret, algorithm = parts(key, kind)
    return number + hmac.digest(secret, text.encode(), algorithm)[:DIGEST_BYTES]


class Grams(dict[str, int]):
    """The indexes of fragments of one kind under one key, each a signed 32-bit number, made when first asked for."""

    def __init__(self, key: Key, kind: str) -> None:
        super().__init__()
        self.secret, self.algorithm = subkey(key, kind), key.digest

    def __missing__(self, fragment: str) -> int:
        """The index of a fragment not seen before."""
        text = hmac.digest(self.secret, fragment.encode(), self.algorithm)
        self[fragment] = found = int.from_bytes(text[:4], "big", signed=True)
        return found


@cache
def grams_of(key: Key, kind: str) -> Grams:
    """The remembered fragments; as many keys as the keyring has."""
    return Grams(key, kind)


def remembered(key: Key, kind: str) -> Grams:
    """The same; what was remembered for too many is forgotten, so that memory stays flat."""
    found = grams_of(key, kind)
    if len(found) > KNOWN_GRAMS:
        found.clear()
    return found


def gram(key: Key, kind: str, fragment: str) -> int:
    """The index of one fragment."""
    return remembered(key, kind)[fragment]


@lru_cache(KNOWN_NAMES)
def name_grams(key: Key, name: str) -> tuple[int, ...]:
    """The fragments of a name: characters, syllables, initials."""
    text = text_of(name)
    fragments = pairs(text)
    for spelled in syllables(text):
        fragments |= {f"{first}|{second}" for first, second in pairwise(spelled)}
        fragments |= pairs(initials(spelled))
    return tuple(map(remembered(key, NAME).__getitem__, fragments))


def address_grams(key: Key, address: str) -> set[int]:
    """The fragments of an address."""
    return set(map(remembered(key, ADDRESS).__getitem__, pairs(text_of(address))))


def pairs(text: str) -> set[str]:
    """Each two neighbouring characters."""
    return set(map(add, text, text[1:]))
