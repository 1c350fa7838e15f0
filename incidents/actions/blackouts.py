"""Black-out areas and periods (暂停受理): set by the duty chief of the area, told while filing."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Invalid
from governance.ledger.record import record
from grids import queries as grids
from incidents.actions.desk import told
from incidents.models import Blackout, Category
from incidents.queries import reference
from incidents.queries.blackouts import blackout_for


def refuse_blacked_out(*, category: Category, code: str, moment: datetime) -> None:
    """Invalid, field `category`, with the office's message, when such reports are not taken there and then."""
    one = blackout_for(category=category, code=code, moment=moment)
    if one is not None:
        raise Invalid(one.message, fields={"category": [one.message]}, blackout=one.pk, until=one.ends_at.isoformat())


@transaction.atomic
def set_blackout(
    *, actor: Actor, code: str, starts_at: datetime, ends_at: datetime, message: str, at: datetime, category_id: int | None = None,
    kind: str = "", major_code: str = "",
) -> Blackout:  # fmt: skip
    """Do not take such reports there from a moment to another. Refuses an unknown area or category (Invalid). Records blackout.set."""
    policy.require(actor, "blackout.set", code)
    said = told("message", message)[:200]
    if not grids.is_area(code):
        raise Invalid(fields={"code": [_("没有这个区域。")]})
    if ends_at <= starts_at:
        raise Invalid(fields={"ends_at": [_("结束应在开始之后。")]})
    if category_id is not None and category_id not in reference.categories():
        raise Invalid(fields={"category": [_("没有这个类别，或已停用。")]})
    one = Blackout.objects.create(
        code=code, category_id=category_id, kind=kind, major_code=major_code, starts_at=starts_at, ends_at=ends_at, message=said
    )
    reference.blackouts.forget()
    detail = {"category": category_id, "kind": kind, "major": major_code, "from": starts_at.isoformat(), "until": ends_at.isoformat()}
    record(actor=actor, verb="blackout.set", kind="blackout", object_id=str(one.pk), code=code, at=at, detail=detail)
    return one


@transaction.atomic
def end_blackout(*, actor: Actor, blackout: Blackout, at: datetime) -> None:
    """Take such reports again from now on. Records blackout.ended."""
    policy.require(actor, "blackout.set", blackout.code)
    Blackout.objects.filter(pk=blackout.pk, ends_at__gt=at, starts_at__lt=at).update(ends_at=at)
    Blackout.objects.filter(pk=blackout.pk, starts_at__gte=at).delete()
    reference.blackouts.forget()
    record(actor=actor, verb="blackout.ended", kind="blackout", object_id=str(blackout.pk), code=blackout.code, at=at)
