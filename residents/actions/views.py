"""Saved views (常用视图): filters under a name. A searched name or number is never among them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Invalid
from governance.ledger.record import record
from governance.privacy import clean_text, find_personal
from residents.models import SavedView

MOST, KEPT = 20, ("code", "purpose", "conditions")


@transaction.atomic
def save_view(*, actor: Actor, name: str, filters: Mapping[str, Any], at: datetime) -> SavedView:
    """Keep filters under a name of one's own; the same name again replaces them. Records view.saved, without the filters."""
    policy.require(actor, "view.save", None)
    assert actor.user_id is not None
    name = clean_text(name.strip(), max_length=30)
    if not name or find_personal(name):
        raise Invalid(fields={"view": [_("请为视图取一个名称，不要写人名、号码。")]})
    mine = SavedView.objects.filter(user_id=actor.user_id)
    if mine.exclude(name=name).count() >= MOST:
        raise Invalid(fields={"view": [_("视图已满，请先删除不用的。")]})
    kept = {key: filters[key] for key in KEPT if filters.get(key)}
    view, _new = mine.update_or_create(user_id=actor.user_id, name=name, defaults={"filters": kept, "made_at": at})
    record(actor=actor, verb="view.saved", kind="view", object_id=str(view.pk), code="", at=at)
    return view


@transaction.atomic
def drop_view(*, actor: Actor, view_id: int, at: datetime) -> None:
    """Forget one of one's own views; a foreign one is none. Records view.dropped."""
    policy.require(actor, "view.save", None)
    assert actor.user_id is not None
    gone, _each = SavedView.objects.filter(user_id=actor.user_id, pk=view_id).delete()
    if gone:
        record(actor=actor, verb="view.dropped", kind="view", object_id=str(view_id), code="", at=at)
