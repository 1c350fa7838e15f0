"""Many cases at once (批量办理): for programs all or nothing; for the board each by itself, told one by one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from governance.access.actor import Actor
from governance.errors import Invalid, NotFound, Refused
from incidents.models import Incident
from incidents.queries import reference
from incidents.rules import visible_to

Taken = Callable[[UUID, int], Incident]
Items = Sequence[tuple[UUID, int]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the same step with many: the cases that took it, and for each of the others why not."""

    done: list[Incident] = field(default_factory=list)
    refused: list[tuple[UUID, Refused]] = field(default_factory=list)


def take_each(*, actor: Actor, items: Items, take: Taken) -> Outcome:
    """Take the same step with each case by itself; a refusal stops no other.

    A foreign id among own ones is NotFound and nothing is done (C10).
    """
    _few(items)
    wanted = {case for case, _version in items}
    if visible_to(actor).filter(pk__in=wanted).count() != len(wanted):
        raise NotFound
    outcome = Outcome()
    for case_id, version in items:
        try:
            outcome.done.append(take(case_id, version))
        except Refused as refused:
            outcome.refused.append((case_id, refused))
    return outcome


def take_all(*, items: Items, take: Taken) -> list[Incident]:
    """Take the same step with each case, in order of their ids so that two callers cannot wait in a circle.

    The first refusal undoes all and is raised with the case's id; a foreign id among own ones is NotFound and changes nothing (C10).
    """
    _few(items)
    done: list[Incident] = []
    with transaction.atomic():
        for case_id, version in sorted(items):
            try:
                done.append(take(case_id, version))
            except Refused as refused:
                refused.extra["incident"] = str(case_id)
                raise
    return done


def _few(items: Items) -> None:
    """Invalid for none, too many, or one twice."""
    most = reference.rule("bulk_most")
    if not items or len(items) > most or len({case for case, _version in items}) != len(items):
        raise Invalid(fields={"items": [_("请选择 1 到 %(most)d 件不同的案件。") % {"most": most}]})
