"""Change tasks (变更任务): a doubted value, or what a captain told of a home, is looked at by a worker, who settles it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Conflict, Invalid, NotFound
from governance.ledger.record import record
from governance.phones import Kept, judged
from residents.actions.enterprises.charge import note_in_charge
from residents.actions.enterprises.doubting import settle_firm_doubt
from residents.actions.enterprises.editing import edit_enterprise
from residents.actions.homes import note_home
from residents.actions.registering import BY_WORKER, locked, put_in
from residents.actions.vaulting import origin
from residents.disclosure.charge import ROLES
from residents.disclosure.kept import doubted_value
from residents.models import ChangeTask, Doubt, EnterpriseDoubt
from residents.queries.enterprises import enterprise_for

WITHIN = timedelta(days=7)
OURS, THEIRS, OTHER = "ours", "theirs", "other"
ANSWERS = (OURS, THEIRS, OTHER)
State, Kind = ChangeTask.State, ChangeTask.Kind
HOME = {Kind.LET: (True, False), Kind.EMPTY: (False, True), Kind.MOVED_IN: (None, False), Kind.MOVED_OUT: (None, True)}
"""What a captain's word says of the home once a worker has seen it: let, empty."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a worker found: the kept value is right, the other one is, or a third; or whether a captain's word is true."""

    answer: str
    value: str = ""
    note: str = ""


@transaction.atomic
def ask_worker(*, actor: Actor, doubt_id: int, at: datetime, due_on: date | None = None) -> ChangeTask:
    """Have the grid's worker look which of two values is right; asked twice is one task. Records task.made."""
    doubt = Doubt.objects.select_for_update().filter(pk=doubt_id).first()
    if doubt is None:
        raise NotFound
    resident = locked(actor=actor, resident_id=doubt.resident_id)
    policy.require(actor, "resident.edit", resident)
    if doubt.state != Doubt.State.RAISED:
        raise Conflict(_("该疑义已处理。"))
    known = ChangeTask.objects.filter(doubt=doubt, state=State.OPEN).first()
    if known:
        return known
    task = ChangeTask.objects.create(
        kind=Kind.VALUE, code=resident.code, resident=resident, doubt=doubt, made_at=at, due_on=due_on or timezone.localdate(at + WITHIN)
    )
    noted(actor, task, "task.made", at)
    return task


@transaction.atomic
def ask_about_firm(*, actor: Actor, doubt_id: int, at: datetime) -> ChangeTask:
    """Have the grid's worker look at the firm which of two values is right; asked twice is one task. Records task.made."""
    doubt = EnterpriseDoubt.objects.select_for_update().filter(pk=doubt_id).first()
    if doubt is None:
        raise NotFound
    firm = enterprise_for(actor=actor, enterprise_id=doubt.enterprise_id)
    policy.require(actor, "enterprise.edit", firm)
    if doubt.state != Doubt.State.RAISED:
        raise Conflict(_("该疑义已处理。"))
    known = ChangeTask.objects.filter(firm_doubt=doubt, state=State.OPEN).first()
    if known:
        return known
    task = ChangeTask.objects.create(kind=Kind.VALUE, code=firm.code, firm_doubt=doubt, made_at=at, due_on=timezone.localdate(at + WITHIN))
    noted(actor, task, "task.made", at)
    return task


@transaction.atomic
def settle_task(*, actor: Actor, task_id: UUID, seen: Seen, at: datetime, kept: Kept | None = None) -> ChangeTask:
    """A worker has looked. The value that is right is kept with the worker as its verified source, and the doubt is settled.

    NotFound for a foreign task, Conflict for a settled one, Invalid without a usable answer. What a phone `kept` counts from when
    it was given, and comes once however often it is sent. Records task.done or task.dropped and what follows from it.
    """
    actor, when = judged(kept, actor=actor, at=at)
    task = ChangeTask.objects.select_for_update(of=("self",)).select_related("doubt", "firm_doubt", "resident").filter(pk=task_id).first()
    if task is None or not policy.allowed(actor, "task.settle", task.resident.code if task.resident else task.code):
        raise NotFound
    if kept and (task.told_as, task.done_by) == (kept.id, actor.user_id):
        return task
    if task.state != State.OPEN:
        raise Conflict(_("该任务已核实。"))
    if seen.answer not in ANSWERS:
        raise Invalid(fields={"answer": [_("请选择核实结果。")]})
    if task.doubt is not None:
        settle_value(actor, task.doubt, seen, at)
        task.state = State.DONE
    elif task.firm_doubt is not None:
        settle_firm_value(actor, task.firm_doubt, seen, at)
        task.state = State.DONE
    else:
        task.state = State.DROPPED if seen.answer == OURS else State.DONE
        if task.dwelling_id is not None and task.state == State.DONE and task.kind in HOME:
            rented, empty = HOME[Kind(task.kind)]
            note_home(actor=actor, dwelling_id=task.dwelling_id, source=_("楼栋长报告，网格员核实"), rented=rented, empty=empty, at=at)
    task.done_at, task.done_by, task.told_as = max(when, task.made_at), actor.user_id, kept.id if kept else None
    task.save(update_fields=["state", "done_at", "done_by", "told_as"])
    noted(actor, task, f"task.{task.state}", at)
    return task


def settle_value(actor: Actor, doubt: Doubt, seen: Seen, at: datetime) -> None:
    """Put the right value in, and settle the doubt by it."""
    resident = locked(actor=actor, resident_id=doubt.resident_id)
    value = doubted_value(doubt) if seen.answer == THEIRS else seen.value.strip()
    if seen.answer == OTHER and not value:
        raise Invalid(fields={"value": [_("请填写核实到的内容。")]})
    if seen.answer != OURS:
        where = origin(kind=BY_WORKER, source=_("入户核实"), collector=actor.user_id, at=at, verified=True)
        put_in(actor=actor, resident=resident, values={doubt.field: value}, where=where, at=at)
    if doubt.state == Doubt.State.RAISED:
        doubt.state = Doubt.State.ACCEPTED if seen.answer == THEIRS else Doubt.State.REFUSED
        doubt.reason, doubt.settled_at = (seen.note.strip() or _("入户核实"))[:200], at
        doubt.save(update_fields=["state", "reason", "settled_at"])


def settle_firm_value(actor: Actor, doubt: EnterpriseDoubt, seen: Seen, at: datetime) -> None:
    """The same for a firm. Who is in charge is written as a name and, behind a blank, a phone."""
    note, value = seen.note.strip() or _("现场核实"), seen.value.strip()
    if seen.answer == OTHER and not value:
        raise Invalid(fields={"value": [_("请填写核实到的内容。")]})
    if doubt.state == Doubt.State.RAISED:
        settle_firm_doubt(actor=actor, doubt_id=doubt.pk, accepted=seen.answer == THEIRS, reason=note, at=at)
    if seen.answer != OTHER:
        return
    firm, source = enterprise_for(actor=actor, enterprise_id=doubt.enterprise_id), _("现场核实")
    if doubt.field in ROLES:
        name, _blank, phone = value.partition(" ")
        note_in_charge(actor=actor, enterprise_id=firm.pk, role=doubt.field, name=name, phone=phone, source=source, at=at)
    else:
        edit_enterprise(actor=actor, enterprise_id=firm.pk, version=firm.version, values={doubt.field: value}, source=source, at=at)


def noted(actor: Actor, task: ChangeTask, verb: str, at: datetime) -> None:
    """One entry about a task."""
    record(actor=actor, verb=verb, kind="change_task", object_id=str(task.pk), code=task.code, at=at, detail={"kind": task.kind})
