"""The first half of an import (校验): every row of a file is checked, sealed and staged; nothing of the register changes.

Committed piece by piece with the line reached, so that a killed check goes on where it stood.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Conflict
from governance.ledger.record import record
from residents.actions.imports.staging_table import copy_staged, lost, refuse_by_database
from residents.declaration.field import Declaration
from residents.models import ImportRun, Locator, Refusal
from residents.queries.declaration import declaration
from residents.sheets.header import Header, find_header, names
from residents.sheets.opening import Sheet, open_sheet
from residents.sheets.pieces import pieces_of
from residents.sheets.processes import staged_pieces
from residents.sheets.staging import PLACES, Plan, Staged
from residents.vault.keyring import keyring

KIND, TEMPLATE = "residents", "residents-1"
PARALLEL_FROM = 20 << 20
"""Bytes of a file from which other processes help."""
State = ImportRun.State


@dataclass(frozen=True, slots=True)
class Source:
    """Where the values of a file come from, and on what ground they are handled."""

    name: str
    kind: str = "4"
    basis: str = "1"


def check_file(*, actor: Actor, path: Path, code: str, source: Source, at: datetime, processes: int | None = None) -> ImportRun:
    """Check a file for an area and stage it; the same file and area again is the same run, wherever it stood.

    Refuses (Unreadable) a file that is no table of the template, and another import of the same kind at the same time (Conflict).
    Records import.checked once.
    """
    policy.require(actor, "resident.import", code)
    require_one_key()
    sheet = open_sheet(path)
    known = ImportRun.objects.filter(kind=KIND, file_hash=sheet.digest, code=code).exclude(state=State.CANCELLED).first()
    if known and lost(known):
        check_again(known)
    if known and known.state != State.CHECKING:
        return known
    declared = declaration(code=code, off=True)
    header = header_of(sheet, declared)
    with alone(code):
        run = known or start(actor=actor, sheet=sheet, header=header, code=code, at=at)
        plan = Plan(
            run.pk, declared, header, keyring().current, code, source.basis, source.name, source.kind, actor.user_id,
            at.isoformat(timespec="seconds"), timezone.localdate(at),
        )  # fmt: skip
        helpers = processes if processes is not None else (os.cpu_count() or 1) if path.stat().st_size > PARALLEL_FROM else 1
        for piece in staged_pieces(plan, pieces_of(sheet, max(header.line, run.checked_to)), helpers):
            keep_piece(run, piece)
        return finish_check(actor=actor, run=run, at=at)


@transaction.atomic
def check_again(run: ImportRun) -> None:
    """Begin the check from the first row, for what was staged is lost. What was written stays written."""
    Refusal.objects.filter(run=run).delete()
    run.state, run.rows, run.checked_to, run.refused, run.flagged = State.CHECKING, 0, 0, 0, 0
    run.save(update_fields=["state", "rows", "checked_to", "refused", "flagged"])


def header_of(sheet: Sheet, declared: Declaration) -> Header:
    """The header of the file, or Unreadable."""
    computed = frozenset(one.key for one in declared.fields if not one.stored) - PLACES
    return find_header(sheet.first(), names(declared), required="name", template=TEMPLATE, computed=computed)


def require_one_key() -> None:
    """Refuse while a rotation is under way: people would be matched by one key only."""
    if Locator.objects.exclude(key_number=keyring().current.number).exists():
        raise Conflict(_("密钥轮换尚未完成，请先运行 rotate_vault。"))


@contextmanager
def alone(code: str) -> Iterator[None]:
    """One import of people per district at a time (F2); the lock ends with the session, so a killed one blocks nobody."""
    number = int(f"52{(code + '000000')[:6]}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        if not cursor.fetchone()[0]:
            raise Conflict(_("另一个导入正在进行，请稍后再试。"))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


@transaction.atomic
def start(*, actor: Actor, sheet: Sheet, header: Header, code: str, at: datetime) -> ImportRun:
    """Begin a run."""
    return ImportRun.objects.create(
        pk=uuid4(), kind=KIND, template=TEMPLATE, file_hash=sheet.digest, code=code, encoding=sheet.encoding, header_line=header.line,
        columns=[key or "" for key in header.keys], actor_id=actor.user_id, started_at=at,
    )  # fmt: skip


@transaction.atomic
def keep_piece(run: ImportRun, piece: Staged) -> None:
    """Stage one piece with its findings and the line reached."""
    copy_staged(run, piece)
    run.checked_to = piece.last_line
    run.rows += piece.rows
    run.refused += piece.refused
    run.flagged += piece.flagged
    run.save(update_fields=["rows", "checked_to", "refused", "flagged"])


@transaction.atomic
def finish_check(*, actor: Actor, run: ImportRun, at: datetime) -> ImportRun:
    """What only the database can tell (twins in the file, unknown buildings, erased people); then the run is checked."""
    refuse_by_database(run)
    run.state = State.CHECKED
    run.save(update_fields=["state", "refused"])
    record(
        actor=actor, verb="import.checked", kind="import", object_id=str(run.pk), code=run.code, at=at,
        detail={"kind": run.kind, "file": run.file_hash.hex(), "refused": run.refused, "flagged": run.flagged},
    )  # fmt: skip
    return run
