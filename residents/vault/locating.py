"""The blind indexes of one person, from their values by field key. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from residents.vault.indexing import NUMBER, PHONE, address_grams, digest, name_grams
from residents.vault.keyring import Key

NAMES, ADDRESSES = ("name", "used_name", "foreign_name"), ("residence_address", "building_name")


@dataclass(frozen=True, slots=True)
class Located:
    """What the locator's row holds."""

    number: bytes | None
    phone: bytes | None
    phone2: bytes | None
    name_grams: list[int]
    address_grams: list[int]


def located(key: Key, values: Mapping[str, str]) -> Located:
    """The indexes of number, phones, names and addresses."""
    number, phone, phone2 = values.get("id_number_enc"), values.get("phone"), values.get("phone2")
    names = {gram for name in NAMES if values.get(name) for gram in name_grams(key, values[name])}
    addresses = {gram for name in ADDRESSES if values.get(name) for gram in address_grams(key, values[name])}
    return Located(
        digest(key, NUMBER, number) if number else None, digest(key, PHONE, phone) if phone else None,
        digest(key, PHONE, phone2) if phone2 else None, list(names), list(addresses),
    )  # fmt: skip
