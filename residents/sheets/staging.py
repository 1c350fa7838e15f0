"""Checks and seals rows of a file for the staging table (校验与封存). Pure: no database, so that it can run in other processes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from uuid import UUID

from governance.codes import LENGTHS
from residents.declaration.checking import Checked, Checking
from residents.declaration.field import CLASSES, IDENTITY, SENSITIVE, Declaration
from residents.declaration.quiet import FEMALE, MALE, quiet
from residents.sheets.arrow import table_of_bytes
from residents.sheets.assembling import NAME_AT, WRITTEN, Assembling
from residents.sheets.columns import Column
from residents.sheets.csvfile import Row
from residents.sheets.header import Header, is_total
from residents.sheets.pieces import Piece
from residents.sheets.tables import Layout, Table, table_of_rows
from residents.vault.keyring import Key
from residents.vault.records import Origin, number_of, piece, start

PLACES = frozenset({"residence_area", "grid_code"})
FILLED = frozenset({"birth_date", "sex"})
IDENTITY_AT, SENSITIVE_AT = CLASSES.index(IDENTITY), CLASSES.index(SENSITIVE)


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
        self.assembling = Assembling(plan.run, plan.key, plan.basis, start(origin))
        sex = plan.declared.by_key.get("sex")
        self.told = {"": b""} | ({text: piece(sex.number_text, text) for text in (MALE, FEMALE)} if sex else {})
        """What is added to a record whose sex the number tells."""
        self.area = lru_cache(10_000)(self._area)

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
        """Put each row together: at once where nothing is to be said of it, else by looking at it."""
        count, blank, assemble = len(table.lines), [""] * len(table.lines), self.assembling.row
        asked = quiet(table.read, count, today=self.plan.today, basis=self.plan.basis)
        areas = list(map(self.area, table.places.get("grid_code", blank), table.places.get("residence_area", blank)))
        people = zip(*[table.read.get(key, blank) for key in WRITTEN], strict=True)
        for at, (line, sex, (code, fault), person, texts) in enumerate(
            zip(table.lines, asked, areas, people, zip(*table.sealed, strict=True), strict=True)
        ):
            found.last_line = max(found.last_line, line)
            if sex is not None and not fault and person[NAME_AT] and at not in table.wrong:
                identity, general, sensitive = texts
                found.rows += 1
                found.copy.append(assemble(line, code, person, (identity + self.told[sex], general, sensitive)))
            elif any(texts) or any(table.cells(at)):  # not a line of delimiters alone
                found.rows += 1
                self._row(found, at, table, list(texts))

    def _row(self, found: Staged, at: int, table: Table, texts: list[bytes]) -> None:
        """What concerns a row as a whole."""
        line = table.lines[at]
        person = Checked({key: kept[at] for key, kept in table.read.items()}, table.wrong.get(at, []))
        if not person.values.get("id_number_enc") and is_total(table.cells(at)):
            return self._refuse(found, line, [("", "totals_row")])
        if not person.values.get("name") and all(key != "name" for key, _why in person.wrong):
            person.wrong.append(("name", "required"))
        places = {key: given[at] for key, given in table.places.items()}
        code, fault = self.area(places.get("grid_code", ""), places.get("residence_area", ""))
        person.wrong += fault
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
        found.copy.append(self.assembling.row(line, code, [person.values.get(key, "") for key in WRITTEN], texts))
        return None

    def _sensitive(self, text: bytes) -> str | None:
        """The key of the first sensitive value of a row."""
        return self.plan.declared.by_number[number_of(text)].key if text else None

    def _refuse(self, found: Staged, line: int, wrong: list[tuple[str, str]]) -> None:
        found.refused += 1
        found.findings += [(line, self.labels.get(key, key), why, False) for key, why in wrong]

    def _area(self, grid: str, area: str) -> tuple[str, list[tuple[str, str]]]:
        """The area of a row: the grid, else the community, else the importer's own; and why it is refused, if it is not within."""
        key, grid, area = "grid_code" if grid.strip() else "residence_area", grid.strip(), area.strip()
        code = grid or area or self.plan.scope
        if not (code.isascii() and code.isdigit() and len(code) in LENGTHS):
            return code, [(key, "code_unknown")]
        if not code.startswith(self.plan.scope) or not code.startswith(area):
            return code, [(key, "area_outside")]
        return code, []
