"""The head of a worker's home (今日): the day's figures, and what the worker should know before starting."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access.actor import Actor
from governance.access.roles import Role
from grids import queries as grids
from incidents.queries.leaves import stood_in_for
from incidents.queries.queue import Filters, queue
from residents.queries.reports import to_settle
from residents.queries.visits import missed_plans, visit_counts


def midnight(at: datetime) -> datetime:
    """The beginning of today in the office's time zone."""
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)


def today(actor: Actor, at: datetime) -> dict[str, Any]:
    """Kilometres walked, visits made of those due, reports; figures for the worker alone, no score."""
    done, due = visit_counts(actor=actor, at=at)
    reports = len(queue(actor=actor, filters=Filters(mine=True, since=midnight(at)), at=at).items)
    km = grids.walked_km(user_id=actor.user_id or 0, at=at)
    walking = grids.open_patrol(actor=actor, at=at) is not None
    return {"km": f"{km:.1f}", "visited": done, "toward": done + due, "reports": reports, "walking": walking}


def notices(actor: Actor, at: datetime) -> list[dict[str, str]]:
    """Whom one stands in for, visits past their day (a leader sees those of all grids), doubts, declarations, points to look at."""
    found = []
    for name, code in stood_in_for(user_id=actor.user_id or 0, at=at):
        text = _("您正为%(name)s代班：%(grid)s") % {"name": name, "grid": grids.full_name(code)}
        found.append({"tone": "", "text": text, "page": ""})
    missed = missed_plans(actor=actor, at=at).count()
    if missed:
        words = _("辖区内有 %(n)d 户走访已超期。") if actor.has_role(Role.GRID_LEADER) else _("有 %(n)d 户走访已超期。")
        found.append({"tone": "late", "text": words % {"n": missed}, "page": "worker_visits"})
    doubts, declared = to_settle(actor=actor)
    if doubts:
        found.append({"tone": "soon", "text": _("有 %(n)d 项人房企信息要上门核实。") % {"n": doubts}, "page": "worker_changes"})
    if declared:
        found.append({"tone": "soon", "text": _("有 %(n)d 份居民申报要核对。") % {"n": declared}, "page": "worker_changes"})
    due = sum(one.due for one in grids.patrol_plan(actor=actor, at=at))
    if due:
        found.append({"tone": "soon", "text": _("今天还有 %(n)d 个巡查点要看。") % {"n": due}, "page": "worker_patrol"})
    return found
