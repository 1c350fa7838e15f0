"""Permission to dispatch a category without a dispatcher (自动派遣许可). Only an administrator gives it, and only above a precision."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Invalid, NotFound
from governance.ledger.record import record
from incidents.models import AutoDispatch, Category

LOWEST = 0.5


@transaction.atomic
def allow_auto_dispatch(*, actor: Actor, category_id: int, min_precision: float, at: datetime) -> AutoDispatch:
    """Allow it for a category, or change the precision demanded. Refuses commands: a person must answer for it.

    Whether a case is dispatched so is decided for each case, by what was measured last. Records autodispatch.allowed.
    """
    policy.require(actor, "catalogue.change", category_id)
    if actor.user_id is None:
        raise Invalid(_("自动派遣须由管理员本人批准。"))
    if not LOWEST <= min_precision <= 1:
        raise Invalid(fields={"min_precision": [_("应在 50% 到 100% 之间。")]})
    if not Category.objects.filter(pk=category_id, active=True).exists():
        raise Invalid(fields={"category": [_("没有这个类别，或已停用。")]})
    allowed, _new = AutoDispatch.objects.update_or_create(
        category_id=category_id, defaults={"min_precision": min_precision, "allowed_by_id": actor.user_id, "allowed_at": at}
    )
    record(
        actor=actor, verb="autodispatch.allowed", kind="autodispatch", object_id=str(category_id), code="", at=at,
        detail={"category": category_id, "min_precision": min_precision},
    )  # fmt: skip
    return allowed


@transaction.atomic
def end_auto_dispatch(*, actor: Actor, category_id: int, at: datetime) -> None:
    """End it: the next case of the category waits for a dispatcher. Records autodispatch.ended."""
    policy.require(actor, "catalogue.change", category_id)
    gone, _each = AutoDispatch.objects.filter(category_id=category_id).delete()
    if not gone:
        raise NotFound
    record(
        actor=actor, verb="autodispatch.ended", kind="autodispatch", object_id=str(category_id), code="", at=at,
        detail={"category": category_id},
    )  # fmt: skip
