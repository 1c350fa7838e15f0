"""Importing a file of appeals (导入诉求文件)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import DataError, IntegrityError
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from incidents.actions.appeals.appeal import COLUMNS, Appeal
from incidents.actions.appeals.batch import Ready, Writer, kept_digests, sorted_out
from incidents.actions.appeals.cleaning import appeal_of, said
from incidents.actions.appeals.kinds import Kinds
from incidents.actions.appeals.outcome import Outcome
from incidents.actions.appeals.places import Places
from incidents.actions.appeals.survey import Survey
from incidents.actions.appeals.units import Units
from incidents.actions.appeals.words import nature_of, source_of
from incidents.actions.catalogue.summary import LineRefused
from incidents.queries import reference
from incidents.tables import Row, Table, open_table

BATCH = 500
SURVEYED_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import has come: `done` from 0 to 1 of the file, in the first reading (`surveying`) or in writing."""

    done: float
    rows: int
    imported: int
    unchanged: int
    refused: int
    surveying: bool = False


Tell = Callable[[Progress], None]


def import_appeals(*, actor: Actor, file: Path, district: str, at: datetime, dry_run: bool = False, tell: Tell | None = None) -> Outcome:
    """Make each line of an export a case of the district. The same file again changes nothing.

    Refuses (TableRefused) a file without the columns of such an export, and (Invalid) a district that is not loaded.
    Lines are refused or repaired one by one by the rules in docs/appeals.md. Each batch is a transaction of its own, so
    an import that broke off goes on where it was. Unknown units and categories are made. Records incident.imported.
    """
    policy.require(actor, "incident.import", district)
    places = Places(district)
    table = open_table(file, required=COLUMNS)
    survey = Survey.of(_readable(table, at, tell))
    writer = Writer(district, actor, at, Kinds(district, survey), Units(places))
    run = _Run(writer, places, Outcome(written=not dry_run), dry_run)
    for batch in run.batches(table):
        run.take(batch)
        if tell is not None:
            tell(run.progress(table))
    run.outcome.units_added, run.outcome.categories_added = writer.units.made, writer.kinds.made
    reference.forget_all()
    return run.outcome


def _readable(table: Table, at: datetime, tell: Tell | None) -> Iterator[Appeal]:
    for number, row in enumerate(table.rows(), 1):
        if tell is not None and number % SURVEYED_AT_ONCE == 0:
            tell(Progress(table.done, number, 0, 0, 0, surveying=True))
        try:
            yield appeal_of(row, at=at)
        except LineRefused:
            continue


class _Run:
    """One import under way."""

    def __init__(self, writer: Writer, places: Places, outcome: Outcome, dry_run: bool) -> None:  # noqa: FBT001
        self.writer = writer
        self.places = places
        self.outcome = outcome
        self.dry_run = dry_run
        self.seen: dict[str, bytes] = {}

    def batches(self, table: Table) -> Iterator[list[Ready]]:
        """The lines that can be cases, BATCH at a time; the others are refused on the way."""
        batch: list[Ready] = []
        for row in table.rows():
            self.outcome.rows += 1
            try:
                batch.append(self.ready(row))
            except LineRefused as refusal:
                self.outcome.refuse(row.line, str(refusal))
            if len(batch) == BATCH:
                yield batch
                batch = []
        yield batch

    def ready(self, row: Row) -> Ready:
        """A line resolved: place, category, unit, words."""
        appeal = appeal_of(row, at=self.writer.at)
        if not self.places.is_here(elsewhere := said(row, "DISTRICT_NAME")):
            raise LineRefused(_("属于另一区：%(name)s") % {"name": elsewhere})
        notes = list(appeal.notes)
        code, placing = self.places.place_of(community=appeal.community, street=appeal.street, notes=notes)
        unit = self.writer.kinds.survey.unit_named(appeal.unit, appeal.unit_id)
        if not unit:
            notes.append(_("处置单位不详"))
        elif unit != appeal.unit:
            notes.append(_("单位“%(short)s”有多个，按编号取“%(name)s”") % {"short": appeal.unit, "name": unit})
        return Ready(
            appeal=appeal,
            origin=f"appeals:{self.places.district}:{appeal.rec_id}",
            digest=appeal.digest(),
            category=self.writer.kinds.resolve(appeal, notes),
            unit=unit,
            code=code,
            placing=placing,
            source=source_of(appeal.source, notes),
            nature=nature_of(appeal.nature, notes),
            notes=tuple(notes),
        )

    def take(self, batch: list[Ready]) -> None:
        """Write a batch. When the database refuses it, its lines go one by one, and only the bad one is left out."""
        if self.dry_run:
            self.try_out(batch)
            return
        try:
            self.outcome.add(self.writer.write(batch))
        except (DataError, IntegrityError) as error:
            self.writer.kinds.refresh()
            self.writer.units.refresh()
            if len(batch) > 1:
                for one in batch:
                    self.take([one])
            else:
                self.outcome.refuse(batch[0].appeal.line, _("数据库拒绝：%(reason)s") % {"reason": str(error).splitlines()[0]})

    def try_out(self, batch: list[Ready]) -> None:
        """What writing would do, without a write."""
        kept = kept_digests(batch) | {one.origin: self.seen[one.origin] for one in batch if one.origin in self.seen}
        new, outcome = sorted_out(batch, kept)
        self.seen |= {one.origin: one.digest for one in new}
        self.outcome.add(outcome)

    def progress(self, table: Table) -> Progress:
        """As it stands."""
        out = self.outcome
        return Progress(table.done, out.rows, out.imported, out.unchanged, len(out.refused))
