"""Whom to call back (待回访): closed cases of residents of whom nobody knows yet how content they are."""

from datetime import datetime, timedelta

from django.db.models import Q

from governance.access.actor import Actor, code_in
from governance.access.roles import Role
from incidents.models import Incident, Source
from incidents.queries import reference
from incidents.workflow import State

CALLERS = frozenset({Role.CLERK, Role.DUTY_CHIEF})
FROM_PEOPLE = frozenset({Source.RESIDENT, Source.HOTLINE, Source.MAILBOX, Source.WECHAT, Source.APP, Source.PHONE})
MOST = 50


def waiting_callbacks(*, actor: Actor, at: datetime) -> tuple[list[Incident], int]:
    """The latest closed cases to call about in the actor's area, and how many wait; after `reopen_days` nobody is called any more.

    Who has rated the case has said it. A part of a case has no reporter of its own.
    """
    since = at - timedelta(days=reference.rule("reopen_days"))
    closed = Incident.objects.filter(code_in("code", actor.scopes(CALLERS)), state=State.CLOSED, closed_at__gte=since, parent__isnull=True)
    found = closed.filter(Q(called_back="") | Q(called_back="unreached"), source__in=FROM_PEOPLE, rating__isnull=True)
    return list(found.select_related("unit").order_by("closed_at", "pk")[:MOST]), found.count()
