"""Spot checks (抽查): noting what a worker should have reported, or how right the register was; taking a note back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from evaluation.actions.passages import FORGET, copy_rows
from evaluation.indicators.marks import Mark, Stage
from evaluation.models import SpotCheck
from evaluation.models.checks import SpotKind
from evaluation.periods import midnight, today
from governance.access import policy
from governance.access.actor import Actor, posts_of
from governance.access.roles import FIELD
from governance.codes import Level, within
from governance.errors import Conflict, Invalid, NotAllowed, NotFound
from governance.ledger.record import record

MOST = 500
LONGEST = 500


@transaction.atomic
def note_spot_check(
    *, actor: Actor, check_id: UUID, kind: str, code: str, person_id: int, day: date, counts: Mapping[str, int], note: str, at: datetime
) -> SpotCheck:
    """Note a check of a worker in a grid. `counts`: found, or sampled and right. The same id again is the same check.

    Refuses who is not of the area's field staff, a day to come, numbers that cannot be (Invalid), and a check of oneself (NotAllowed).
    Records spot.noted.
    """
    policy.require(actor, "spot.note", code)
    if person_id == actor.user_id:
        raise NotAllowed(_("不能抽查自己。"))
    given = checked(kind, code, person_id, day, counts, note, at)
    mine = {"kind": kind, "code": code, "person_id": person_id, "day": day, "note": note.strip(), **given}
    check, new = SpotCheck.objects.get_or_create(id=check_id, defaults=mine | {"by_id": actor.user_id, "at": at})
    if not new:
        if any(getattr(check, name) != value for name, value in mine.items()) or check.by_id != actor.user_id:
            raise Conflict
        return check
    write_spot(check)
    detail = {"kind": kind, "person": person_id, "day": day.isoformat(), **given}
    record(actor=actor, verb="spot.noted", kind="spot", object_id=str(check.pk), code=code, at=at, detail=detail)
    return check


def checked(kind: str, code: str, person_id: int, day: date, counts: Mapping[str, int], note: str, at: datetime) -> dict[str, int]:
    """The numbers as they are kept; Invalid names what is wrong."""
    wrong: dict[str, list[str]] = {}
    found, sampled, right = (counts.get(name, 0) for name in ("found", "sampled", "right"))
    if kind not in SpotKind.values:
        wrong["kind"] = [_("请选择抽查类别。")]
    if not any(post.role in FIELD and within(code, post.code) for post in posts_of(user_ids=[person_id], at=at).get(person_id, ())):
        wrong["person"] = [_("此人不是这个网格的网格员。")]
    if len(code) != Level.GRID:
        wrong["code"] = [_("请选择网格（15 位代码）。")]
    if day > today(at):
        wrong["day"] = [_("日期不能晚于今天。")]
    if kind == SpotKind.MISSED and not 1 <= found <= MOST:
        wrong["found"] = [_("请填 1 到 %(most)d。") % {"most": MOST}]
    if kind == SpotKind.RECORDS and not (1 <= sampled <= MOST and 0 <= right <= sampled):
        wrong["sampled"] = [_("抽查数为 1 到 %(most)d，准确数不多于抽查数。") % {"most": MOST}]
    if not note.strip() or len(note.strip()) > LONGEST:
        wrong["note"] = [_("请写明抽查情况，最多 %(most)d 字。") % {"most": LONGEST}]
    if wrong:
        raise Invalid(fields=wrong)
    return {"found": found, "sampled": 0, "right": 0} if kind == SpotKind.MISSED else {"found": 0, "sampled": sampled, "right": right}


@transaction.atomic
def withdraw_spot_check(*, actor: Actor, check_id: UUID, reason: str, at: datetime) -> None:
    """Take a check back that was noted by mistake; the note stays, the figures do without it. Records spot.withdrawn."""
    check = SpotCheck.objects.select_for_update().filter(pk=check_id).first()
    if check is None or not policy.allowed(actor, "spot.note", check.code):
        raise NotFound
    if check.person_id == actor.user_id:
        raise NotAllowed
    if check.withdrawn_at is not None:
        return
    if not reason.strip():
        raise Invalid(fields={"reason": [_("请填写。")]})
    check.withdrawn_at = at
    check.save(update_fields=["withdrawn_at"])
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [[source_of(check)]])
    detail = {"reason": reason.strip()[:LONGEST]}
    record(actor=actor, verb="spot.withdrawn", kind="spot", object_id=str(check.pk), code=check.code, at=at, detail=detail)


def source_of(check: SpotCheck) -> str:
    """How its passages name it."""
    return f"spot:{check.pk}"


def write_spot(check: SpotCheck) -> None:
    """Its passages: problems missed, or records found right and others, each with its number."""
    at = midnight(check.day)
    whole = Mark.DONE | Mark.INTIME

    def row(stage: Stage, marks: Mark, count: int) -> tuple[Any, ...]:
        return (source_of(check), None, str(stage), int(marks), check.code, None, check.person_id, check.day, at, None, at, 0, count)

    if check.kind == SpotKind.MISSED:
        rows = [row(Stage.MISSED, whole, check.found)]
    else:
        rows = [row(Stage.RECORDS, whole | Mark.GOOD, check.right), row(Stage.RECORDS, whole, check.sampled - check.right)]
    copy_rows(one for one in rows if one[-1])
