"""The blind indexes of one person, from their values by field key. Pure."""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from residents.vault.indexing import KNOWN_NAMES, LIKENESS, NUMBER, PHONE, address_grams, exact, name_grams, place_grams, signed
from residents.vault.keyring import Key
from residents.vault.spelling import text_of

NONE: frozenset[bytes] = frozenset()
NAMES, ADDRESSES = ("name", "used_name", "foreign_name"), ("residence_address", "building_name")
LOCATED = ("id_number_enc", "phone", "phone2", *NAMES, "birth_date", *ADDRESSES)
"""The fields that a person is found by, in the order in which `Locating` takes them."""


class Located(NamedTuple):
    """What the locator's row holds."""

    number: bytes | None
    phone: bytes | None
    phone2: bytes | None
    likeness: bytes | None
    """The exact index of name and birthday together: who has the same may be the same (F10)."""
    names: frozenset[bytes]
    addresses: frozenset[bytes]

    @property
    def name_grams(self) -> list[int]:
        """The fragments of the names as numbers."""
        return list(map(signed, self.names))

    @property
    def address_grams(self) -> list[int]:
        """The fragments of the addresses as numbers."""
        return list(map(signed, self.addresses))


class Locating:
    """The indexes under one key; made once, for it holds the beginnings of all its hashes."""

    __slots__ = ("key", "likeness", "number", "phone")

    def __init__(self, key: Key) -> None:
        self.key = key
        self.number, self.phone, self.likeness = exact(key, NUMBER), exact(key, PHONE), exact(key, LIKENESS)

    def of(self, texts: Iterable[str]) -> Located:
        """The indexes of the values of `LOCATED`, a blank text for what is not known."""
        number, phone, phone2, name, used, foreign, born, address, place = texts
        key, reach = self.key, self.phone
        names = name_grams(key, name) if name else NONE
        if used or foreign:
            names = names.union(*[name_grams(key, one) for one in (used, foreign) if one])
        addresses = address_grams(key, address) if address else NONE
        if place:
            addresses |= place_grams(key, place)
        return Located(
            self.number(number) if number else None, reach(phone) if phone else None, reach(phone2) if phone2 else None,
            self.likeness(f"{name_of(name)}|{born}") if name and born else None, names, addresses,
        )  # fmt: skip


@cache
def locating(key: Key) -> Locating:
    """That of a key; as many as the keyring has."""
    return Locating(key)


def located(key: Key, values: Mapping[str, str]) -> Located:
    """The indexes of number, phones, names and addresses."""
    return locating(key).of([values.get(field, "") for field in LOCATED])


@lru_cache(KNOWN_NAMES)
def name_of(name: str) -> str:
    """A name as it is compared."""
    return text_of(name)
