"""Checks and seals rows of a file for the staging table (校验与封存). Pure: no database, so that it can run in other processes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from uuid import UUID

from governance.codes import LENGTHS
from residents.declaration.checking import Checked, Checking
from residents.declaration.field import CLASSES, IDENTITY, SENSITIVE, Declaration
from residents.declaration.needs import told, wanted_visits
from residents.sheets import binary
from residents.sheets.arrow import table_of_bytes
from residents.sheets.columns import Column
from residents.sheets.csvfile import Row
from residents.sheets.header import Header, is_total
from residents.sheets.pieces import Piece
from residents.sheets.tables import Layout, Table, table_of_rows
from residents.vault.bulk import Bulk
from residents.vault.indexing import digest
from residents.vault.keyring import Key
from residents.vault.locating import located
from residents.vault.records import Origin, number_of, piece, start

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
FILLED = frozenset({"birth_date", "sex"})
IDENTITY_AT, SENSITIVE_AT = CLASSES.index(IDENTITY), CLASSES.index(SENSITIVE)
short = lru_cache(10_000)(binary.text)
"""A text that stands in many rows."""
ROW = binary.COUNT(len(COLUMNS))
SIXTEEN = binary.SIZE(16)


@lru_cache(4096)
def needs_of(tags: str) -> bytes:
    """The visits that need tags call for, as a text."""
    return binary.text(told(wanted_visits(tags)))


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
        columns = [Column(at, plan.declared.by_key[key]) for at, key in enumerate(keys) if key and key not in PLACES]
        self.layout = Layout(columns, [(at, key) for at, key in enumerate(keys) if key in PLACES], len(keys))
        origin: Origin = (plan.source_kind, plan.source, plan.collector, plan.moment, "")
        self.before = start(origin)
        self.bulk = Bulk(plan.key)
        self.number = binary.small(plan.key.number)
        self.start = ROW + binary.uuid(plan.run)

    def stage(self, piece: Piece) -> Staged:
        """Check each row of a piece; seal those that pass. Unreadable as the piece."""
        found = Staged()
        table = table_of_bytes(self.layout, piece) if piece.text else None
        if table is None:
            fitting = self._fitting(found, piece.read())
            table = table_of_rows(self.layout, fitting) if fitting else None
        if table is not None:
            self._table(found, table)
        return found

    def _fitting(self, found: Staged, rows: Iterable[Row]) -> list[Row]:
        """The rows, each as wide as the header; a wider one is refused."""
        fitting: list[Row] = []
        width = self.layout.width
        for line, cells in rows:
            found.last_line = line
            if len(cells) == width:
                fitting.append((line, cells))
            elif any(cells[width:]):
                found.rows += 1
                self._refuse(found, line, [("", "columns_many")])
            else:
                fitting.append((line, (cells + [""] * width)[:width]))
        return fitting

    def _table(self, found: Staged, table: Table) -> None:
        """Put each row together."""
        keys = list(table.read)
        for at, (line, kept, texts) in enumerate(
            zip(table.lines, zip(*table.read.values(), strict=True), zip(*table.sealed, strict=True), strict=True)
        ):
            found.last_line = max(found.last_line, line)
            if not any(texts) and not any(table.cells(at)):
                continue  # a line of delimiters alone
            found.rows += 1
            self._row(found, at, table, Checked(dict(zip(keys, kept, strict=True)), table.wrong.get(at, [])), list(texts))

    def _row(self, found: Staged, at: int, table: Table, person: Checked, texts: list[bytes]) -> None:
        """What concerns a row as a whole."""
        line = table.lines[at]
        if not person.values.get("id_number_enc") and is_total(table.cells(at)):
            return self._refuse(found, line, [("", "totals_row")])
        if not person.values.get("name") and all(key != "name" for key, _why in person.wrong):
            person.wrong.append(("name", "required"))
        code = self._place({key: given[at].strip() for key, given in table.places.items()}, person)
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

    def _sensitive(self, text: bytes) -> str | None:
        """The key of the first sensitive value of a row."""
        return self.plan.declared.by_number[number_of(text)].key if text else None

    def _refuse(self, found: Staged, line: int, wrong: list[tuple[str, str]]) -> None:
        found.refused += 1
        found.findings += [(line, self.labels.get(key, key), why, False) for key, why in wrong]

    def _place(self, given: dict[str, str], person: Checked) -> str:
        """The area of a row: the grid, else the community, else the importer's own; refused outside the importer's."""
        key = "grid_code" if given.get("grid_code") else "residence_area"
        code = given.get(key) or self.plan.scope
        if not (code.isascii() and code.isdigit() and len(code) in LENGTHS):
            person.wrong.append((key, "code_unknown"))
        elif not code.startswith(self.plan.scope) or not code.startswith(given.get("residence_area", "")):
            person.wrong.append((key, "area_outside"))
        return code

    def _sealed(self, line: int, code: str, values: dict[str, str], texts: list[bytes]) -> bytes:
        plan, key, raw, given = self.plan, self.plan.key, binary.raw, values.get
        row, wrapped, sealed = self.bulk.person(texts, self.before)
        at = located(key, values)
        household = given("household_no")
        place = [given(name, "")[:12] for name in ROOM]
        room = f"{place[0]}|{place[1]}|{place[2]}|{RENTED.get(given('occupancy_kind', ''), '')}"
        return b"".join((
            self.start, binary.integer(line), SIXTEEN, row, short(code), short(given("building_code", "")), short(room[:40]),
            raw(digest(key, HOUSEHOLD, f"{code[:12]}|{household}") if household else None),
            short(given("person_status") or "1"), short(given("legal_basis") or plan.basis),
            binary.day(given("retain_until", "")), raw(wrapped), *map(raw, sealed), self.number,
            raw(at.number), raw(at.phone), raw(at.phone2), raw(at.likeness), binary.integers(at.names),
            binary.integers(at.addresses), needs_of(given("need_tags", "")),
        ))  # fmt: skip
