"""Risk notices as pages show them (风险提示列表)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from evaluation.models import Notice
from evaluation.rules import risks_visible_to
from governance.access.actor import Actor
from governance.access.models import User
from governance.ledger.models import Entry

PAGE = 50


@dataclass(frozen=True, slots=True)
class Behind:
    """An entry behind a notice, with the name of who did it."""

    entry: Entry
    name: str


@dataclass(frozen=True, slots=True)
class Said:
    """A comment or how it was settled."""

    at: datetime
    name: str
    text: str


def notices(*, actor: Actor, settled: bool | None, rule: str = "", page: int = 1) -> tuple[list[Notice], int]:
    """A page of the notices that the actor may see, newest first, and how many there are."""
    found = risks_visible_to(actor)
    if settled is not None:
        found = found.exclude(outcome="") if settled else found.filter(outcome="")
    if rule:
        found = found.filter(rule=rule)
    rows = found.select_related("rule", "incident", "settled_by").order_by("-found_at", "-pk")
    return list(rows[PAGE * (page - 1) : PAGE * page]), found.count()


def behind(notice: Notice) -> list[Behind]:
    """The entries behind a notice, in their order."""
    wanted = Q(pk__in=[])
    for name in notice.entries:
        chain, _sep, seq = name.partition(".")
        wanted |= Q(chain=chain, seq=int(seq))
    found = list(Entry.objects.filter(wanted).order_by("at", "pk"))
    names = people([entry.actor_id for entry in found if entry.actor_id])
    return [Behind(entry, names.get(entry.actor_id or 0, entry.post)) for entry in found]


def comments(notice: Notice) -> list[Said]:
    """What was said about it: the ledger has the words."""
    found = list(Entry.objects.filter(kind="risk", object_id=str(notice.pk), verb="risk.commented").order_by("pk"))
    names = people([entry.actor_id for entry in found if entry.actor_id])
    return [Said(entry.at, names.get(entry.actor_id or 0, ""), text_of(entry.detail)) for entry in found]


def text_of(detail: Any) -> str:
    """The words of a comment."""
    return str(detail.get("text", "")) if isinstance(detail, dict) else ""


def people(ids: Sequence[int]) -> dict[int, str]:
    """Names of staff by id."""
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "display_name"))
