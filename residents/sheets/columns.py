"""Checks a table column by column (按列校验): a value that stands in many rows is checked once. Pure.

What is kept of a cell is made at once as the piece of the record that is sealed; joining the pieces of a row is then all that
is left to do for it. The memory of a column is a dictionary that makes what it lacks, so that a whole column is one `map`.
"""

from collections.abc import Sequence

from residents.declaration.field import CLASSES, Field
from residents.declaration.kinds import AS_WRITTEN, Checker, checker
from residents.declaration.reasons import Wrong
from residents.sheets.xlsxfile import PRECISION_LOST
from residents.vault.records import piece

READ = frozenset({
    "name", "used_name", "foreign_name", "id_type", "id_number_enc", "birth_date", "sex", "phone", "phone2", "residence_address",
    "building_name", "building_code", "unit_no", "floor_no", "door_no", "household_no", "legal_basis", "consent_sensitive",
    "need_tags", "occupancy_kind",
})  # fmt: skip
"""The values that are read together, indexed or placed; all others go straight into their sealed record."""
REMEMBERED = 20_000
"""How many different texts of one column are remembered."""


class Column(dict[str, bytes]):
    """One column of a file: its field, and for each text seen so far the piece that is sealed (nothing for blank and wrong ones)."""

    __slots__ = ("as_written", "at", "before", "check", "kept", "key", "place", "read", "wrong")

    def __init__(self, at: int, field: Field) -> None:
        super().__init__()
        self.at, self.key, self.before = at, field.key, piece(field.number_text, "")
        self.place = CLASSES.index(field.sealed_as) if field.home == "sealed" else None
        self.read = self.place is None or field.key in READ
        self.check: Checker = checker(field)
        self.as_written = AS_WRITTEN.get(field.kind)
        self.kept: dict[str, str] = {}
        self.wrong: dict[str, str] = {}

    def __missing__(self, text: str) -> bytes:
        """Check a text that was not seen before."""
        kept, found = "", b""
        if text == PRECISION_LOST:
            self.wrong[text] = "precision_lost"
        elif text and not text.isspace():
            try:
                kept = self.check(text)
                found = self.before + kept.encode()
            except Wrong as wrong:
                self.wrong[text] = wrong.code
        if self.read:
            self.kept[text] = kept
        self[text] = found
        return found

    def pieces(self, texts: Sequence[str]) -> list[bytes]:
        """For each text the piece that is sealed. What was remembered for too many is forgotten, so that memory stays flat."""
        if len(self) > REMEMBERED:
            self.clear()
            self.kept, self.wrong = {}, {}
        return list(map(self.__getitem__, texts))

    def values(self, texts: Sequence[str]) -> list[str]:  # type: ignore[override]
        """For each text the value that is kept; after `pieces` of the same texts, those aside that are kept `as_written`."""
        return list(map(self.kept.get, texts, texts))

    def faults(self, texts: Sequence[str]) -> list[tuple[int, str]]:
        """The places of wrong texts, and why; after `pieces` of the same texts."""
        if not self.wrong:
            return []
        return [(at, self.wrong[text]) for at, text in enumerate(texts) if text in self.wrong]
