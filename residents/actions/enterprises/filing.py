"""A file of enterprises from a page (企业文件导入), in two steps: checked and previewed, then written whole or not at all.

Between the two the file is kept sealed under a key of its own, which is destroyed with it.
"""

import tempfile
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import IllegalStep, NotFound
from governance.ledger.record import record
from residents.actions.enterprises.importing import Outcome, import_enterprises
from residents.actions.imports.batches import forget_staged
from residents.models import ImportRun, KeptFile, Refusal
from residents.sheets.enterprises import TEMPLATE, read_enterprises
from residents.sheets.header import Header
from residents.vault import sealing
from residents.vault.keyring import keyring
from residents.vault.records import fresh, opened

KIND = "enterprises"
State = ImportRun.State


@transaction.atomic
def check_enterprises(*, actor: Actor, path: Path, code: str, source: str, at: datetime) -> ImportRun:
    """Check a file for an area and keep it for writing; the same file and area again is the same run. Nothing of the register changes.

    Refuses (Unreadable) a file that is no table of the template. Records import.checked once.
    """
    policy.require(actor, "enterprise.import", code)
    sheet, header, _lines = read_enterprises(path)
    known = ImportRun.objects.filter(kind=KIND, file_hash=sheet.digest, code=code).exclude(state=State.CANCELLED).first()
    if known:
        return known
    found = import_enterprises(actor=actor, path=path, code=code, source=source, at=at, dry_run=True)
    run = ImportRun.objects.create(
        pk=uuid4(), kind=KIND, template=TEMPLATE, file_hash=sheet.digest, code=code, state=State.CHECKED, encoding=sheet.encoding,
        header_line=header.line, columns=[key or "" for key in header.keys], actor_id=actor.user_id, started_at=at,
    )  # fmt: skip
    tell(run, found, header)
    keep(run, path, source)
    record(
        actor=actor, verb="import.checked", kind="import", object_id=str(run.pk), code=code, at=at,
        detail={"kind": KIND, "file": sheet.digest.hex(), "refused": run.refused, "flagged": run.flagged},
    )  # fmt: skip
    return run


@transaction.atomic
def write_enterprises(*, actor: Actor, run_id: UUID, at: datetime) -> ImportRun:
    """Write a checked file into the register. A finished one changes nothing; a cancelled one is refused.

    Records enterprises.imported, as the command does, if anything changed.
    """
    run = ImportRun.objects.select_for_update().filter(pk=run_id, kind=KIND).first()
    if run is None or not policy.allowed(actor, "enterprise.import", run.code):
        raise NotFound
    if run.state == State.DONE:
        return run
    if run.state != State.CHECKED:
        raise IllegalStep(_("该批次已结束。"))
    kept = run.kept
    key = opened(keyring(), run.pk, kept.wrapped_key)
    with tempfile.NamedTemporaryFile(prefix="import-") as file:
        file.write(sealing.unseal(key.key, bytes(kept.sealed), sealing.bound(run.pk, "note")))
        file.flush()
        path = Path(file.name)
        _sheet, header, _lines = read_enterprises(path)
        found = import_enterprises(actor=actor, path=path, code=run.code, source=kept.source, at=at)
    run.state, run.ended_at = State.DONE, at
    run.added, run.changed, run.same = found.added, found.changed, found.same
    tell(run, found, header)
    forget_staged(run)
    return run


def keep(run: ImportRun, path: Path, source: str) -> None:
    """Seal the file for its run."""
    key, wrapped = fresh(keyring().current, run.pk)
    sealed = sealing.seal(key.key, key.algorithm, path.read_bytes(), sealing.bound(run.pk, "note"))
    KeptFile.objects.create(run=run, source=source, wrapped_key=wrapped, sealed=sealed)


def tell(run: ImportRun, found: Outcome, header: Header) -> None:
    """Keep what was found: counts, and each refusal by line and by the column's name in the file. A doubt counts as a flag."""
    labels = {key: label for key, label in zip(header.keys, header.labels, strict=True) if key}
    Refusal.objects.filter(run=run).delete()
    Refusal.objects.bulk_create(
        Refusal(run=run, line=line, column=labels.get(column, column)[:64], reason=why) for line, column, why in found.refused
    )
    run.rows, run.refused, run.flagged = found.rows, len({line for line, _column, _why in found.refused}), found.doubted
    run.save()
