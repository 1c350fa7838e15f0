"""Records a one-point check (一点检查): once per id that the phone made; a shop's check also stands in its inspections."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import orjson
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Conflict, Invalid, NotFound
from governance.ledger.record import record
from governance.phones import as_of, true_time
from governance.privacy import redact
from grids.models import Building
from residents.models import Enterprise, Inspection, SpotCheck

ONE_POINT = "一点检查"


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen, of exactly one building or enterprise."""

    captured_at: datetime
    building: str = ""
    enterprise_id: UUID | None = None
    faults: Sequence[str] = ()
    note: str = ""
    case_id: UUID | None = None

    def digest(self) -> bytes:
        """SHA-256 of the canonical form."""
        return hashlib.sha256(orjson.dumps(self, default=str, option=orjson.OPT_SORT_KEYS)).digest()


def check_spot(*, actor: Actor, check_id: UUID, seen: Seen, at: datetime, sent_at: datetime | None = None) -> tuple[SpotCheck, bool]:
    """Keep a check; the same id and words again is the same check, others are a Conflict.

    Refuses none or two targets and an unknown fault (Invalid), a target outside the actor's grids now and then (NotFound).
    Records spot.checked with the codes of the faults.
    """
    if bool(seen.building) == (seen.enterprise_id is not None):
        raise Invalid(fields={"target": [_("请选择一栋楼或一家企业。")]})
    if not set(seen.faults) <= set(SpotCheck.Item.values):
        raise Invalid(fields={"faults": [_("没有这个检查项。")]})
    try:
        return kept(actor, check_id, seen, at, sent_at), True
    except IntegrityError:
        known = SpotCheck.objects.filter(pk=check_id, actor_id=actor.user_id or 0).first()
        if known is None or bytes(known.digest) != seen.digest():
            raise Conflict(_("同一编号已被使用。")) from None
        return known, False


@transaction.atomic
def kept(actor: Actor, check_id: UUID, seen: Seen, at: datetime, sent_at: datetime | None) -> SpotCheck:
    """The check in its transaction."""
    when, _skewed = true_time(captured_at=seen.captured_at, sent_at=sent_at, at=at)
    building = Building.objects.filter(code=seen.building).defer("footprint").first() if seen.building else None
    firm = Enterprise.objects.filter(pk=seen.enterprise_id).first() if seen.enterprise_id else None
    code = building.grid_code if building else firm.code if firm else ""
    if not code or actor.user_id is None or not policy.allowed(as_of(actor=actor, moment=when, at=at), "spot.check", code):
        raise NotFound
    made = SpotCheck.objects.create(
        id=check_id, building=building, enterprise=firm, code=code, faults=sorted(set(seen.faults)), note=redact(seen.note.strip()),
        case_id=seen.case_id, digest=seen.digest(), actor_id=actor.user_id, at=when,
    )  # fmt: skip
    if firm is not None:
        Inspection.objects.create(enterprise=firm, kind=ONE_POINT, passed=not made.faults, note=made.note, actor_id=actor.user_id, at=when)
    detail = {"faults": made.faults} | ({"building": building.code} if building else {"enterprise": str(seen.enterprise_id)})
    record(actor=actor, verb="spot.checked", kind="spot_check", object_id=str(check_id), code=code, at=at, detail=detail)
    return made
