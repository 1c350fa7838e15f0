"""The daily digest (每日积案提醒): each desk hears once a day what is old."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from governance.access.roles import Role
from governance.notices.actions import notify
from governance.notices.recipients import To
from grids import queries as grids
from incidents.clock import SHANGHAI
from incidents.queries.backlog import backlogs


@transaction.atomic
def tell_digest(*, at: datetime) -> int:
    """Tell dispatchers and duty chiefs of each street with a backlog; how many notices are new. Twice a day is once."""
    told = 0
    for one in backlogs(at=at):
        facts = {
            "area": grids.full_name(one.street), "open": one.open, "overdue": one.overdue,
            "oldest": one.oldest, "oldest_days": one.oldest_days,
        }  # fmt: skip
        to = [To.role(role, one.street) for role in (Role.DISPATCHER, Role.DUTY_CHIEF)]
        key = f"incident.digest:{one.street}:{at.astimezone(SHANGHAI):%Y-%m-%d}"
        made = notify(event="incident.digest", audience="desk", to=to, facts=facts, at=at, key=key, code=one.street, link=reverse("desk"))
        told += made is not None
    return told
