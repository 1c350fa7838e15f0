"""Questions about self-declarations (自主申报)."""

from uuid import UUID

from django.db.models import Q

from governance.access.actor import Actor, code_in
from governance.errors import NotFound
from residents.models import ChangeTask, SelfReport
from residents.rules import VIEWERS

SHOWN = 60


def of_actor(actor: Actor) -> Q:
    """Those of communities inside the actor's areas, and of the community around the actor's grids."""
    found = Q(pk__in=[])
    for scope in actor.scopes(VIEWERS):
        found |= Q(code__startswith=scope) if len(scope) <= 12 else Q(code=scope[:12])  # noqa: PLR2004 - a community's code
    return found


def open_reports(*, actor: Actor) -> list[SelfReport]:
    """The declarations that wait for a check, oldest first."""
    return list(SelfReport.objects.filter(of_actor(actor), state="sent").order_by("sent_at")[:SHOWN])


def to_settle(*, actor: Actor) -> tuple[int, int]:
    """How many values in doubt and how many declarations wait for somebody to look, in the actor's areas. Two queries."""
    tasks = ChangeTask.objects.filter(code_in("code", actor.scopes(VIEWERS)), state="open").count()
    return tasks, SelfReport.objects.filter(of_actor(actor), state="sent").count()


def report_for(*, actor: Actor, report_id: UUID) -> SelfReport:
    """One declaration, or NotFound."""
    found = SelfReport.objects.filter(of_actor(actor), pk=report_id).first()
    if found is None:
        raise NotFound
    return found


def told_report(*, receipt_hash: bytes) -> SelfReport:
    """The declaration of a receipt, for the one who sent it: how far it is; its words are not shown again."""
    found = SelfReport.objects.filter(receipt_hash=receipt_hash).first()
    if found is None:
        raise NotFound
    return found
