"""The second half of an import (写入): staged rows enter the register, batch by batch, each batch whole or not at all.

A batch and the line it reached are one transaction: killed anywhere, the run goes on behind the last whole batch.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Conflict, IllegalStep, NotFound
from governance.ledger.record import record
from residents.actions.imports.batches import (
    BATCH,
    Lines,
    batches_of,
    drop_empty_households,
    forget_staged,
    insert_households,
    insert_new,
    needs_new_dwellings,
    note_homes,
)
from residents.actions.imports.checking import KIND, State, alone, require_one_key
from residents.actions.imports.merging import known_in, merge_known
from residents.actions.imports.sessions import SETTLE, STATISTICS, side_by_side, tuned
from residents.actions.imports.staging_table import lost
from residents.actions.imports.turns import in_turns
from residents.actions.likeness import propose_of_run
from residents.models import ImportRun


def run_for(*, actor: Actor, run_id: UUID) -> ImportRun:
    """The run, for those who may import into its area; NotFound otherwise."""
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is None or not policy.allowed(actor, "resident.import", run.code):
        raise NotFound
    return run


def apply_run(*, actor: Actor, run_id: UUID, at: datetime, most_batches: int | None = None, hands: int = 1) -> ImportRun:
    """Write a checked run into the register, `hands` batches at a time. A finished one changes nothing; a cancelled one is refused.

    Records residents.imported for each batch, with the lines and counts.
    """
    run = run_for(actor=actor, run_id=run_id)
    if run.kind != KIND:
        raise NotFound
    if run.state == State.DONE:
        return run
    if run.state not in {State.CHECKED, State.APPLYING}:
        raise IllegalStep(_("该批次尚未校验完成或已取消。"))
    if lost(run):
        raise Conflict(_("数据库曾非正常停止，暂存的数据已丢失。请重新提交同一文件，已写入的不会重复。"))
    require_one_key()
    with alone(run.code):
        batches = batches_of(run, BATCH, most_batches)
        hands = max(1, min(hands, len(batches)))

        def form(lines: Lines, _my_turn: Callable[[], None]) -> None:
            insert_households(run, lines, at=at)

        def write(lines: Lines, my_turn: Callable[[], None]) -> None:
            apply_batch(actor=actor, run_id=run_id, lines=lines, at=at, my_turn=my_turn, formed=hands > 1)

        try:
            if hands > 1:
                in_turns(batches, form, hands=hands, tuned=tuned)
            in_turns(batches, write, hands=hands, tuned=tuned)
        finally:
            side_by_side(SETTLE if run.rows < BATCH else (*SETTLE, *STATISTICS), hands=hands)
        if most_batches is None or len(batches) < most_batches:
            finish_run(run_id=run_id, at=at)
    run.refresh_from_db()
    return run


@transaction.atomic
def apply_batch(*, actor: Actor, run_id: UUID, lines: Lines, at: datetime, my_turn: Callable[[], None], formed: bool) -> None:
    """Write one batch.

    It asks for its turn before it touches what other batches may touch: people who are registered, new dwellings, notes of
    homes, the chain of the record. Its households are `formed` before when several hands write, for neighbouring batches share them.
    """
    run = ImportRun.objects.get(pk=run_id)
    known = known_in(run, lines)
    if known or needs_new_dwellings(run, lines):
        my_turn()
    changed, same = merge_known(run, lines, known, at=at) if known else (0, 0)
    if not formed:
        insert_households(run, lines, at=at)
    added = insert_new(run, lines, at=at)
    my_turn()
    note_homes(run, lines, at=at)
    run = ImportRun.objects.select_for_update(no_key=True).get(pk=run_id)  # the next batch's people refer to it
    if run.state == State.CANCELLED:
        raise Conflict(_("该批次已取消。"))
    run.state, run.applied_to = State.APPLYING, lines[1]
    run.added, run.changed, run.same = run.added + added, run.changed + changed, run.same + same
    run.save(update_fields=["state", "applied_to", "added", "changed", "same"])
    record(
        actor=actor, verb="residents.imported", kind="import", object_id=str(run.pk), code=run.code, at=at,
        detail={"lines": list(lines), "added": added, "changed": changed, "same": same},
    )  # fmt: skip


@transaction.atomic
def finish_run(*, run_id: UUID, at: datetime) -> None:
    """Nothing is left to write: likely duplicates are proposed, what is staged is destroyed, the run is done."""
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    if run.state == State.CANCELLED:
        raise Conflict(_("该批次已取消。"))
    run.state, run.ended_at = State.DONE, at
    propose_of_run(run_id=run.pk, at=at)
    forget_staged(run)
    run.save(update_fields=["state", "ended_at"])


@transaction.atomic
def cancel_run(*, actor: Actor, run_id: UUID, at: datetime) -> ImportRun:
    """Give a run up. What was written stays, whole batches only; what was staged is destroyed. Records import.cancelled."""
    run_for(actor=actor, run_id=run_id)
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    if run.state in {State.DONE, State.CANCELLED}:
        raise IllegalStep(_("该批次已结束。"))
    run.state, run.ended_at = State.CANCELLED, at
    drop_empty_households(run)
    forget_staged(run)
    run.save(update_fields=["state", "ended_at"])
    record(
        actor=actor, verb="import.cancelled", kind="import", object_id=str(run.pk), code=run.code, at=at,
        detail={"applied_to": run.applied_to},
    )  # fmt: skip
    return run
