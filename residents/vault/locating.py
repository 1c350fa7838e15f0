"""The blind indexes of one person, from their values by field key. Pure."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from residents.vault.indexing import KNOWN_NAMES, LIKENESS, NUMBER, PHONE, address_grams, digest, name_grams, place_grams, signed
from residents.vault.keyring import Key
from residents.vault.spelling import text_of

NONE: frozenset[bytes] = frozenset()
NAMES, ADDRESSES = ("name", "used_name", "foreign_name"), ("residence_address", "building_name")


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


def located(key: Key, values: Mapping[str, str]) -> Located:
    """The indexes of number, phones, names and addresses."""
    number, phone, phone2 = values.get("id_number_enc"), values.get("phone"), values.get("phone2")
    names = [name_grams(key, values[field]) for field in NAMES if values.get(field)]
    address, place = values.get("residence_address"), values.get("building_name")
    addresses = address_grams(key, address) if address else NONE
    if place:
        addresses |= place_grams(key, place)
    return Located(
        digest(key, NUMBER, number) if number else None, digest(key, PHONE, phone) if phone else None,
        digest(key, PHONE, phone2) if phone2 else None, likeness(key, values), NONE.union(*names), addresses,
    )  # fmt: skip


@lru_cache(KNOWN_NAMES)
def name_of(name: str) -> str:
    """A name as it is compared."""
    return text_of(name)


def likeness(key: Key, values: Mapping[str, str]) -> bytes | None:
    """The index of name and birthday, if both are known."""
    name, born = values.get("name"), values.get("birth_date")
    return digest(key, LIKENESS, f"{name_of(name)}|{born}") if name and born else None
