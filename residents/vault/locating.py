"""The blind indexes of one person, from their values by field key. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from residents.vault.indexing import LIKENESS, NUMBER, PHONE, address_grams, digest, name_grams
from residents.vault.keyring import Key
from residents.vault.spelling import text_of

NAMES, ADDRESSES = ("name", "used_name", "foreign_name"), ("residence_address", "building_name")


@dataclass(frozen=True, slots=True)
class Located:
    """What the locator's row holds."""

    number: bytes | None
    phone: bytes | None
    phone2: bytes | None
    likeness: bytes | None
    """The exact index of name and birthday together: who has the same may be the same (F10)."""
    name_grams: list[int]
    address_grams: list[int]


def located(key: Key, values: Mapping[str, str]) -> Located:
    """The indexes of number, phones, names and addresses."""
    number, phone, phone2 = values.get("id_number_enc"), values.get("phone"), values.get("phone2")
    names = [name_grams(key, values[field]) for field in NAMES if values.get(field)]
    addresses = [address_grams(key, values[field]) for field in ADDRESSES if values.get(field)]
    return Located(
        digest(key, NUMBER, number) if number else None, digest(key, PHONE, phone) if phone else None,
        digest(key, PHONE, phone2) if phone2 else None, likeness(key, values), list(set().union(*names)), list(set().union(*addresses)),
    )  # fmt: skip


def likeness(key: Key, values: Mapping[str, str]) -> bytes | None:
    """The index of name and birthday, if both are known."""
    name, born = values.get("name"), values.get("birth_date")
    return digest(key, LIKENESS, f"{text_of(name)}|{born}") if name and born else None
