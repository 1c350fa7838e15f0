"""Rows of a table into rows of the database (合并): add what is new, change what differs, leave the rest."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.ledger.record import record
from incidents.actions.catalogue.summary import LineRefused, Loaded
from incidents.queries import reference
from incidents.tables import Row, Table, open_table

M = TypeVar("M", bound=Model)
Key = Callable[[Any], Any]
LOCAL = "本地修改"
"""How the source of a row begins that an administrator changed by hand."""

BATCH = 500


def read(*, table: Table, loaded: Loaded, make: Callable[[Row], M], key: Key) -> list[tuple[int, M]]:
    """The table's rows as unsaved instances, each key once; what cannot be read is refused with its line."""
    found: dict[Any, tuple[int, M]] = {}
    for row in table.rows():
        loaded.rows += 1
        try:
            if row.fault:
                raise LineRefused(row.fault)
            made = make(row)
            if (first := found.get(key(made))) is not None:
                raise LineRefused(_("与第 %(line)d 行重复。") % {"line": first[0]})
            found[key(made)] = (row.line, made)
        except LineRefused as refusal:
            loaded.refuse(row.line, str(refusal))
    return list(found.values())


def merge(
    *, loaded: Loaded, wanted: Sequence[tuple[int, M]], known: Sequence[M], key: Key, fields: Sequence[str], overwrite: bool = False
) -> None:
    """Write the differences. A row whose source says that an administrator changed it is kept, unless `overwrite`."""
    if not wanted:
        return
    present = {key(one): one for one in known}
    new: list[M] = []
    different: list[M] = []
    for _line, want in wanted:
        have = present.get(key(want))
        if have is None:
            new.append(want)
        elif all(getattr(have, name) == getattr(want, name) for name in fields):
            loaded.unchanged += 1
        elif is_local(have) and not overwrite:
            loaded.kept += 1
        else:
            for name in fields:
                setattr(have, name, getattr(want, name))
            different.append(have)
    manager = type(wanted[0][1])._default_manager  # noqa: SLF001  (Django's own name for it)
    manager.bulk_create(new, batch_size=BATCH)
    manager.bulk_update(different, list(fields), batch_size=BATCH) if different else None
    loaded.added, loaded.changed = len(new), len(different)


def is_local(row: Model) -> bool:
    """Whether an administrator changed this row by hand."""
    return str(getattr(row, "source", "")).startswith(LOCAL)


def loading(
    *, what: str, actor: Actor, at: datetime, file: Path, required: Sequence[str], dry_run: bool, fill: Callable[[Table, Loaded], None]
) -> Loaded:
    """Open, fill and record in one transaction; a trial run is rolled back. One entry (catalogue.loaded) when something changed."""
    policy.require(actor, "catalogue.load", what)
    table = open_table(file, required=required)
    loaded = Loaded(what, written=not dry_run)
    with transaction.atomic():
        fill(table, loaded)
        if loaded.touched and not dry_run:
            detail = {
                "file": file.name,
                "sha256": digest_of(file),
                "rows": loaded.rows,
                "added": loaded.added,
                "changed": loaded.changed,
                "unchanged": loaded.unchanged,
                "kept": loaded.kept,
                "refused": len(loaded.refused),
            }
            record(actor=actor, verb="catalogue.loaded", kind="catalogue", object_id=what, code="", at=at, detail=detail)
        transaction.set_rollback(dry_run)
    reference.forget_all()
    return loaded


def digest_of(file: Path) -> str:
    """SHA-256 of the file, as hex."""
    digest = hashlib.sha256()
    for block in blocks(file):
        digest.update(block)
    return digest.hexdigest()


def blocks(file: Path) -> Iterator[bytes]:
    """The file a megabyte at a time."""
    with file.open("rb") as source:
        while block := source.read(1 << 20):
            yield block
