"""The cases that wait for a step by this person (待办): tasks of the field, cases of a unit."""

from collections.abc import Collection
from datetime import datetime

from governance.access.actor import Actor
from incidents.cards import Card, row_cards
from incidents.models import Incident
from incidents.queries.queue import PAGE, Filters, matching
from incidents.queries.rows import row_of
from incidents.rules import allowed_steps
from incidents.workflow import REPORTER


def waiting_for(*, actor: Actor, states: Collection[str], at: datetime, others: bool = False) -> list[Card]:
    """Rows of the cases in these states with which the actor may take a step, the most urgent first; at most a page.

    With `others` those that a colleague took over, which are nobody else's to hurry about.
    """
    found = matching(actor=actor, filters=Filters(states=sorted(states)), at=at).order_by("due_at", "id")[:PAGE]
    mine = [one for one in found if (one.worker_id not in {None, actor.user_id}) is others and _does_something(actor, one)]
    return row_cards(incidents=[row_of(one) for one in mine], at=at)


def _does_something(actor: Actor, incident: Incident) -> bool:
    """Whether a step waits for this person; what a reporter may always add is no task."""
    return any(REPORTER not in step.roles for step in allowed_steps(actor, incident))
