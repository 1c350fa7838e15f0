"""Checks and seals rows of a file for the staging table (校验与封存). Pure: no database, so that it can run in other processes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import orjson

from governance.codes import LENGTHS
from residents.declaration.checking import Checked, Checking
from residents.declaration.field import CLASSES, IDENTITY, SENSITIVE, Declaration
from residents.declaration.needs import told, wanted_visits
from residents.sheets import binary
from residents.sheets.columns import Column, piece
from residents.sheets.csvfile import Row
from residents.sheets.header import Header, is_total
from residents.vault.bulk import Bulk
from residents.vault.indexing import digest
from residents.vault.keyring import Key
from residents.vault.locating import located
from residents.vault.records import Origin

COLUMNS = (
    "run_id", "line", "resident_id", "code", "building_code", "room", "household_no", "status", "legal_basis", "retain_until",
    "wrapped_key", "identity", "general", "sensitive", "key_number", "number", "phone", "phone2", "likeness", "name_grams", "address_grams",
    "needs",
)  # fmt: skip
"""The columns of the staging table, in the order in which rows are written."""
ROOM = ("unit_no", "floor_no", "door_no")
RENTED = {"2": "1", "1": "0"}
"""What the way of living tells of the home: let, or lived in by its owner."""
PLACES = frozenset({"residence_area", "grid_code"})
HOUSEHOLD = "household"
READ = frozenset({
    "name", "used_name", "foreign_name", "id_type", "id_number_enc", "birth_date", "sex", "phone", "phone2", "residence_address",
    "building_name", "building_code", "unit_no", "floor_no", "door_no", "household_no", "legal_basis", "consent_sensitive",
    "need_tags", "occupancy_kind",
})  # fmt: skip
"""The values that are read together, indexed or placed; all others go straight into their sealed record."""
FILLED = frozenset({"birth_date", "sex"})
IDENTITY_AT, SENSITIVE_AT = CLASSES.index(IDENTITY), CLASSES.index(SENSITIVE)
ROW = binary.COUNT(len(COLUMNS))
SIXTEEN = binary.SIZE(16)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is the same for all rows of a run."""

    run: UUID
    declared: Declaration
    header: Header
    key: Key
    scope: str
    """The area the importer may write, and the area of rows that name none."""
    basis: str
    source: str
    source_kind: str
    collector: int | None
    moment: str
    today: date


@dataclass(slots=True)
class Staged:
    """What came of some rows: bytes for COPY, and what was refused or flagged as (line, column, reason, flag)."""

    rows: int = 0
    refused: int = 0
    flagged: int = 0
    last_line: int = 0
    copy: list[bytes] = field(default_factory=list)
    findings: list[tuple[int, str, str, bool]] = field(default_factory=list)


class Stager:
    """Checks and seals rows for one plan; made once in each process."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.checking = Checking(plan.declared, today=plan.today)
        keys = plan.header.keys
        self.labels = {key: label for key, label in zip(keys, plan.header.labels, strict=True) if key}
        self.columns = [Column(at, plan.declared.by_key[key]) for at, key in enumerate(keys) if key and key not in PLACES]
        self.places = [(at, key) for at, key in enumerate(keys) if key in PLACES]
        origin: Origin = (plan.source_kind, plan.source, plan.collector, plan.moment, "")
        self.ending = b"}," + orjson.dumps([origin]) + b",{}]"
        self.width = len(keys)
        self.bulk = Bulk(plan.key)
        self.start = ROW + binary.uuid(plan.run)

    def stage(self, rows: Iterable[Row]) -> Staged:
        """Check each row; seal those that pass."""
        found = Staged()
        fitting: list[Row] = []
        for line, cells in rows:
            found.rows += 1
            found.last_line = line
            if len(cells) == self.width:
                fitting.append((line, cells))
            elif any(cells[self.width :]):
                self._refuse(found, line, [("", "columns_many")])
            else:
                fitting.append((line, cells + [""] * (self.width - len(cells))))
        if fitting:
            self._columns(found, fitting)
        return found

    def _columns(self, found: Staged, rows: list[Row]) -> None:
        """Check column by column, then put each row together."""
        table = list(zip(*(cells for _line, cells in rows), strict=True))
        pieces: list[list[list[str]]] = [[] for _label in CLASSES]
        read: list[tuple[str, list[str]]] = []
        wrong: dict[int, list[tuple[str, str]]] = {}
        for column in self.columns:
            texts = table[column.at]
            made = column.pieces(texts)
            if column.place is not None:
                pieces[column.place].append(made)
            if column.place is None or column.key in READ:
                read.append((column.key, column.values(texts)))
            for at, why in column.faults(texts):
                wrong.setdefault(at, []).append((column.key, why))
        sealed = zip(*(list(map("".join, zip(*parts, strict=True))) if parts else [""] * len(rows) for parts in pieces), strict=True)
        keys = [key for key, _kept in read]
        for at, ((line, cells), kept, texts) in enumerate(zip(rows, zip(*(kept for _key, kept in read), strict=True), sealed, strict=True)):
            self._row(found, line, cells, Checked(dict(zip(keys, kept, strict=True)), wrong.get(at, [])), list(texts))

    def _row(self, found: Staged, line: int, cells: list[str], person: Checked, texts: list[str]) -> None:
        """What concerns a row as a whole."""
        if not person.values.get("id_number_enc") and is_total(cells):
            return self._refuse(found, line, [("", "totals_row")])
        if not person.values.get("name") and all(key != "name" for key, _why in person.wrong):
            person.wrong.append(("name", "required"))
        code = self._place(cells, person)
        unfilled = [key for key in FILLED if not person.values.get(key)]
        self.checking.together(person, self.plan.basis, self._sensitive(texts[SENSITIVE_AT]))
        if person.wrong:
            return self._refuse(found, line, person.wrong)
        if person.flags:
            found.flagged += 1
            found.findings += [(line, self.labels.get(key, key), why, True) for key, why in person.flags]
        for key in unfilled:
            if person.values.get(key):  # the number told it
                texts[IDENTITY_AT] += piece(self.plan.declared.by_key[key].number_text, person.values[key])
        found.copy.append(self._sealed(line, code, person.values, texts))
        return None

    def _sensitive(self, text: str) -> str | None:
        """The key of the first sensitive value of a row."""
        return self.plan.declared.by_number[text[1 : text.index('"', 1)]].key if text else None

    def _refuse(self, found: Staged, line: int, wrong: list[tuple[str, str]]) -> None:
        found.refused += 1
        found.findings += [(line, self.labels.get(key, key), why, False) for key, why in wrong]

    def _place(self, cells: list[str], person: Checked) -> str:
        """The area of a row: the grid, else the community, else the importer's own; refused outside the importer's."""
        given = {key: cells[at].strip() for at, key in self.places if cells[at] and not cells[at].isspace()}
        key = "grid_code" if "grid_code" in given else "residence_area"
        code = given.get(key) or self.plan.scope
        if not (code.isascii() and code.isdigit() and len(code) in LENGTHS):
            person.wrong.append((key, "code_unknown"))
        elif not code.startswith(self.plan.scope) or (len(given) > 1 and not code.startswith(given["residence_area"])):
            person.wrong.append((key, "area_outside"))
        return code

    def _sealed(self, line: int, code: str, values: dict[str, str], texts: list[str]) -> bytes:
        plan, key, raw = self.plan, self.plan.key, binary.raw
        row, wrapped, sealed = self.bulk.person([text[:-1] for text in texts], (b"[{", self.ending))
        at = located(key, values)
        household = values.get("household_no", "")
        room = "|".join((*(values.get(name, "")[:12] for name in ROOM), RENTED.get(values.get("occupancy_kind", ""), "")))
        return b"".join((
            self.start, binary.integer(line), SIXTEEN, row, binary.text(code), binary.text(values.get("building_code", "")),
            binary.text(room[:40]), raw(digest(key, HOUSEHOLD, f"{code[:12]}|{household}") if household else None),
            binary.text(values.get("person_status") or "1"), binary.text(values.get("legal_basis") or plan.basis),
            binary.day(values.get("retain_until", "")), raw(wrapped), *map(raw, sealed), binary.small(key.number),
            raw(at.number), raw(at.phone), raw(at.phone2), raw(at.likeness), binary.integers(at.name_grams),
            binary.integers(at.address_grams), binary.text(told(wanted_visits(values.get("need_tags", "")))),
        ))  # fmt: skip
