"""Puts the staged row of one person together (拼装): sealed records, blind indexes and what stands open, as bytes for COPY. Pure."""

from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

from residents.declaration.needs import told, wanted_visits
from residents.sheets import binary
from residents.vault.bulk import Bulk
from residents.vault.indexing import exact
from residents.vault.keyring import Key
from residents.vault.locating import LOCATED, Locating

COLUMNS = (
    "run_id", "line", "resident_id", "code", "building_code", "room", "household_no", "status", "legal_basis", "retain_until",
    "wrapped_key", "identity", "general", "sensitive", "key_number", "number", "phone", "phone2", "likeness", "name_grams", "address_grams",
    "needs",
)  # fmt: skip
"""The columns of the staging table, in the order in which rows are written."""
WRITTEN = (
    *LOCATED, "building_code", "unit_no", "floor_no", "door_no", "occupancy_kind", "household_no", "person_status", "legal_basis",
    "retain_until", "need_tags",
)  # fmt: skip
"""The values that a row is written from beside its records, in the order in which `row` takes them."""
NAME_AT = WRITTEN.index("name")
RENTED = {"2": "1", "1": "0"}
"""What the way of living tells of the home: let, or lived in by its owner."""
HOUSEHOLD, ALIVE = "household", "1"
TOGETHER = 1_000
"""How many households and days are remembered: who live together stand together in a file."""
short = lru_cache(10_000)(binary.text)
"""A text that stands in many rows."""
day = lru_cache(10_000)(binary.day)
ROW = binary.COUNT(len(COLUMNS))
SIXTEEN = binary.SIZE(16)


@lru_cache(4096)
def needs_of(tags: str) -> bytes:
    """The visits that need tags call for, as a text."""
    return binary.text(told(wanted_visits(tags)))


class Assembling:
    """Rows of one run under one key."""

    def __init__(self, run: UUID, key: Key, basis: str, before: bytes) -> None:
        self.start = ROW + binary.uuid(run)
        self.basis, self.before = basis, before
        self.number = binary.small(key.number)
        self.bulk, self.locating = Bulk(key), Locating(key)
        self.exact = exact(key, HOUSEHOLD)
        self.household = lru_cache(TOGETHER)(self._household)

    def _household(self, community: str, number: str) -> bytes:
        """The index of a household's number, which means something in its community alone."""
        return binary.raw(self.exact(f"{community}|{number}"))

    def row(self, line: int, code: str, person: Sequence[str], texts: Sequence[bytes]) -> bytes:
        """The row of somebody of the area `code`: the values of `WRITTEN`, and for each class the pieces of the record."""
        raw = binary.raw
        building, unit, floor, door, living, household, status, basis, until, tags = person[len(LOCATED) :]
        row, wrapped, (identity, general, sensitive) = self.bulk.person(texts, self.before)
        at = self.locating.of(person[: len(LOCATED)])
        room = f"{unit[:12]}|{floor[:12]}|{door[:12]}|{RENTED.get(living, '')}"
        return b"".join((
            self.start, binary.integer(line), SIXTEEN, row, short(code), short(building), binary.text(room[:40]),
            self.household(code[:12], household) if household else binary.NULL,
            short(status or ALIVE), short(basis or self.basis), day(until), raw(wrapped), raw(identity), raw(general), raw(sensitive),
            self.number, raw(at.number), raw(at.phone), raw(at.phone2), raw(at.likeness), binary.integers(at.names),
            binary.integers(at.addresses), needs_of(tags),
        ))  # fmt: skip
