"""The writers of units (机构)."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.access.models import Post, Unit
from governance.errors import Conflict, Invalid
from governance.ledger.record import record


def add_unit(
    *, actor: Actor, name: str, kind: str, codes: Sequence[str], at: datetime, parent: Unit | None = None, imported: bool = False
) -> Unit:
    """Add a unit that serves these codes. Refuses (Invalid) what is no kind and no code, and a second of that name for these codes.

    Records unit.added.
    """
    policy.require(actor, "unit.add", codes)
    unit = Unit(name=name, kind=kind, codes=list(codes), parent=parent, imported=imported)
    try:
        unit.clean_fields()
    except ValidationError as error:
        raise Invalid(fields=error.message_dict) from error
    try:
        with transaction.atomic():
            unit.save(force_insert=True)
            record(actor=actor, verb="unit.added", kind="unit", object_id=str(unit.pk), code=codes[0] if codes else "", at=at)
    except IntegrityError as error:
        if "one_unit_per_name_and_area" in str(error):
            reason = _("同一区域已有同名机构。")
            raise Invalid(reason, fields={"name": [reason]}) from error
        raise
    return unit


@transaction.atomic
def end_unit(*, actor: Actor, unit: Unit, at: datetime) -> Unit:
    """End a unit: nothing is proposed or dispatched to it any more; what it did stays on record. The same again changes nothing.

    Refuses (Conflict) while anybody holds a post of it. Records unit.ended.
    """
    policy.require(actor, "unit.end", unit)
    locked = Unit.objects.select_for_update().get(pk=unit.pk)
    if locked.ended_at is not None:
        return locked
    if Post.objects.filter(unit=locked).exclude(ends_at__lte=at).exists():
        raise Conflict(_("还有人员在这个机构任职，请先结束他们的岗位。"))
    locked.ended_at = at
    locked.save(update_fields=["ended_at"])
    record(actor=actor, verb="unit.ended", kind="unit", object_id=str(unit.pk), code=unit.codes[0] if unit.codes else "", at=at)
    return locked
