"""Exports (导出): one registrar asks, another agrees, the first makes the file once. Masked unless agreed otherwise (D12, G6)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.access.second_factor.codes import require_fresh
from governance.errors import IllegalStep, Invalid, NotAllowed, NotFound
from governance.ledger.record import record
from residents.disclosure import Looking, disclose
from residents.models import ExportRequest
from residents.queries.declaration import declaration
from residents.queries.people import ids_in
from residents.rules import MOST_EXPORTED, purposes_of
from residents.sheets.writing import csv_file

State = ExportRequest.State
SHORTEST_REASON = 4


@transaction.atomic
def ask_export(
    *, actor: Actor, code: str, purpose: str, keys: Sequence[str], reason: str, at: datetime, whole: bool = False
) -> ExportRequest:
    """Ask to take data out. Refuses fields outside the purpose, and a wish without reason. Records export.asked."""
    policy.require(actor, "resident.export", code)
    allowed = {one.key for one in declaration(code=code).for_purpose(purpose)}
    if purpose not in purposes_of(actor, code) or not keys or not set(keys) <= allowed:
        raise Invalid(fields={"keys": [_("这些数据项不属于所选用途。")]})
    if len(reason.strip()) < SHORTEST_REASON or actor.user_id is None:
        raise Invalid(fields={"reason": [_("请写明导出事由。")]})
    asked = ExportRequest.objects.create(
        pk=uuid4(), code=code, purpose=purpose, keys=list(dict.fromkeys(keys)), whole=whole, reason=reason.strip()[:200],
        asked_by=actor.user_id, asked_at=at,
    )  # fmt: skip
    noted(actor, asked, "export.asked", at)
    return asked


@transaction.atomic
def settle_export(*, actor: Actor, export_id: UUID, agreed: bool, at: datetime) -> ExportRequest:
    """Agree to an export or refuse it: another registrar of the area, with a fresh second factor. Records export.agreed or .refused."""
    asked = locked(actor, export_id)
    if asked.asked_by == actor.user_id:
        raise NotAllowed(_("导出须由另一人批准。"))
    if asked.state != State.ASKED:
        raise IllegalStep
    require_fresh(user_id=actor.user_id, at=at)
    asked.state = State.AGREED if agreed else State.REFUSED
    asked.settled_by, asked.settled_at = actor.user_id, at
    asked.save(update_fields=["state", "settled_by", "settled_at"])
    noted(actor, asked, f"export.{asked.state}", at)
    return asked


@transaction.atomic
def make_export(*, actor: Actor, export_id: UUID, at: datetime) -> bytes:
    """The file, for the one who asked, once. Each person in it is a look like any other. Records export.made with the count.

    Headings and codes are in the office's language whoever asks, as an import of another office expects them.
    """
    asked = locked(actor, export_id)
    if asked.asked_by != actor.user_id:
        raise NotAllowed
    if asked.state != State.AGREED:
        raise IllegalStep
    ids = ids_in(actor=actor, code=asked.code)
    if len(ids) > MOST_EXPORTED:
        raise Invalid(_("人数过多，请缩小范围。"))
    whole = frozenset(asked.keys) if asked.whole else frozenset()
    looking = Looking(asked.purpose, "export", tuple(asked.keys), whole, asked.reason, grant=str(asked.pk))
    with translation.override(settings.LANGUAGE_CODE):
        cards = disclose(actor=actor, ids=ids, looking=looking, at=at)
    fields = declaration(code=asked.code).by_key
    asked.state, asked.people = State.MADE, len(cards)
    asked.save(update_fields=["state", "people"])
    noted(actor, asked, "export.made", at)
    watermark = _("导出 %(id)s 导出人 %(by)s 批准人 %(agreed)s 时间 %(at)s，仅限所述用途，不得外传") % {
        "id": asked.pk, "by": asked.asked_by, "agreed": asked.settled_by, "at": at.isoformat(timespec="seconds"),
    }  # fmt: skip
    rows = ([card.text(key) for key in asked.keys] for card in cards)
    return csv_file(watermark=watermark, header=[fields[key].label for key in asked.keys], rows=rows)


def locked(actor: Actor, export_id: UUID) -> ExportRequest:
    """The request, locked; NotFound outside the actor's areas."""
    found = ExportRequest.objects.select_for_update().filter(pk=export_id).first()
    if found is None or not policy.allowed(actor, "resident.export", found.code):
        raise NotFound
    return found


def noted(actor: Actor, asked: ExportRequest, verb: str, at: datetime) -> None:
    """One entry about an export."""
    detail = {"purpose": asked.purpose, "fields": asked.keys, "whole": asked.whole, "people": asked.people}
    record(actor=actor, verb=verb, kind="export", object_id=str(asked.pk), code=asked.code, at=at, detail=detail)
