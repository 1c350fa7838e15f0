"""Blind indexes (盲索引): what can be looked up with the keys and tells nothing without them (G13).

Exact: HMAC of a normalised number, cut to 16 bytes, the key's number in front. Partial: HMACs of neighbouring
characters cut to 32 bits (二元片段), for names also of neighbouring syllables of the pinyin and of its initials.
Every kind has a key of its own, so that a phone and a number never give the same value.
"""

import hashlib
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import pairwise
from operator import add

from residents.vault.keyring import Key, derived
from residents.vault.spelling import initials, syllables, text_of

DIGEST_BYTES, GRAM_BYTES = 16, 4
NUMBER, PHONE, NAME, ADDRESS, LIKENESS = "number", "phone", "name", "address", "likeness"
KNOWN_GRAMS = 400_000
"""How many fragments are remembered: neighbouring characters repeat, and an HMAC costs 2 µs."""
KNOWN_NAMES = 50_000
KNOWN_ADDRESSES = 1_000
"""Who live together stand together in a file."""


@lru_cache(64)
def subkey(key: Key, kind: str) -> bytes:
    """The index key of one kind."""
    return derived(key.indexing, kind.encode())


class Mac:
    """HMAC under one secret, its two hashes begun once: less than half the time of beginning them for each text (RFC 2104)."""

    __slots__ = ("inner", "outer")

    def __init__(self, secret: bytes, algorithm: str) -> None:
        block = hashlib.new(algorithm).block_size
        padded = secret.ljust(block, b"\0")
        self.inner = hashlib.new(algorithm, bytes(byte ^ 0x36 for byte in padded))
        self.outer = hashlib.new(algorithm, bytes(byte ^ 0x5C for byte in padded))

    def digest(self, text: bytes) -> bytes:
        """The same as `hmac.digest`."""
        inner, outer = self.inner.copy(), self.outer.copy()
        inner.update(text)
        outer.update(inner.digest())
        return outer.digest()


@lru_cache(64)
def exact(key: Key, kind: str) -> Callable[[str], bytes]:
    """What makes the exact index of one kind: 17 bytes of a normalised text, the key's number in front."""
    number, mac = bytes([key.number]), Mac(subkey(key, kind), key.digest).digest

    def index(text: str) -> bytes:
        return number + mac(text.encode())[:DIGEST_BYTES]

    return index


def digest(key: Key, kind: str, text: str) -> bytes:
    """The exact index of a normalised text."""
    return exact(key, kind)(text)


class Grams(dict[str, bytes]):
    """The indexes of fragments of one kind under one key, made when first asked for: 32 bits, as they stand in an array of the database."""

    def __init__(self, key: Key, kind: str) -> None:
        super().__init__()
        self.mac = Mac(subkey(key, kind), key.digest)

    def __missing__(self, fragment: str) -> bytes:
        """The index of a fragment not seen before."""
        self[fragment] = found = self.mac.digest(fragment.encode())[:GRAM_BYTES]
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


def signed(gram: bytes) -> int:
    """An index as the number that the database shows."""
    return int.from_bytes(gram, "big", signed=True)


def gram(key: Key, kind: str, fragment: str) -> int:
    """The index of one fragment."""
    return signed(remembered(key, kind)[fragment])


@lru_cache(KNOWN_NAMES)
def name_grams(key: Key, name: str) -> frozenset[bytes]:
    """The fragments of a name: characters, syllables, initials."""
    text = text_of(name)
    fragments = pairs(text)
    for spelled in syllables(text):
        fragments |= {f"{first}|{second}" for first, second in pairwise(spelled)}
        fragments |= pairs(initials(spelled))
    return frozenset(map(remembered(key, NAME).__getitem__, fragments))


@lru_cache(KNOWN_NAMES)
def place_grams(key: Key, name: str) -> frozenset[bytes]:
    """The fragments of a building's name, which many addresses share."""
    return address_grams(key, name)


@lru_cache(KNOWN_ADDRESSES)
def address_grams(key: Key, address: str) -> frozenset[bytes]:
    """The fragments of an address."""
    return frozenset(map(remembered(key, ADDRESS).__getitem__, pairs(text_of(address))))


def pairs(text: str) -> set[str]:
    """Each two neighbouring characters."""
    return set(map(add, text, text[1:]))
