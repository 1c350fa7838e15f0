"""What is behind visits and patrols (走访与巡查明细): the households and the scheduled days, by the conditions of their figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from evaluation.indicators.marks import Mark
from evaluation.indicators.measures import Measure
from evaluation.periods import Period, midnight
from evaluation.queries.behind import PAGE
from evaluation.queries.figures import Subject
from evaluation.queries.stocks import asked, scheduled, walked
from governance.access.actor import Actor
from governance.access.models import User
from governance.errors import NotFound
from grids import queries as grids
from residents.queries.visit_words import OUTCOMES
from residents.rules import VIEWERS

HOMES = """
{visited}
SELECT h.code, building.name, home.stairwell, home.room, visited.at, visited.outcome, person.display_name, count(*) OVER ()
FROM residents_household h LEFT JOIN visited ON visited.id = h.id
LEFT JOIN grids_dwelling home ON home.id = h.dwelling_id LEFT JOIN grids_building building ON building.id = home.building_id
LEFT JOIN governance_user person ON person.id = visited.actor_id
WHERE h.ended_at IS NULL AND length(h.code) = 15 AND (visited.id IS NOT NULL OR NOT %(done)s) AND {where}
ORDER BY visited.at DESC NULLS LAST, h.code, h.id LIMIT %(limit)s OFFSET %(offset)s
"""
WALKS = """
SELECT walk.user_id, (walk.started_at AT TIME ZONE 'Asia/Shanghai')::date, min(walk.started_at),
  max(coalesce(walk.stopped_at, walk.last_at)), count(seen.id)
FROM grids_patrol walk LEFT JOIN grids_checkin seen ON seen.patrol_id = walk.id
WHERE walk.user_id = ANY(%(users)s) AND walk.started_at >= %(start)s AND walk.started_at < %(end)s GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Home:
    """A household as far as it concerns its visits: nobody is named. The door is for those who keep the register there."""

    grid: str
    building: str
    door: str
    at: datetime | None
    outcome: str
    by: str


@dataclass(frozen=True, slots=True)
class Day:
    """A scheduled day of a worker, with the patrols that began on it."""

    day: date
    person: str
    grid: str
    kept: bool
    first: datetime | None = None
    last: datetime | None = None
    check_ins: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """A page of rows. Each row counts once, so `total` is both the figure and how many there are."""

    total: int
    rows: Sequence[Home] | Sequence[Day]

    @property
    def rows_in_all(self) -> int:
        """For turning pages."""
        return self.total


def homes_behind(*, actor: Actor, subject: Subject, period: Period, measure: Measure, at: datetime, page: int) -> Standing:
    """The households that a figure of visits counts, the last visited first."""
    areas = of_somebody_or_an_area(subject)
    given: dict[str, Any] = {"done": bool(measure.must & Mark.DONE), "limit": PAGE, "offset": PAGE * (page - 1)}
    found = asked(HOMES, areas, "h.code", period, at, **given)
    names, words = grids.names({row[0] for row in found}), dict(OUTCOMES)
    rows = [
        Home(
            grid=names[code],
            building=building or "",
            door=f"{stairwell}{room}" if room and actor.holds(VIEWERS, code) else "",
            at=when,
            outcome=str(words.get(outcome, "")),
            by=by or "",
        )
        for code, building, stairwell, room, when, outcome, by, _all in found
    ]
    return Standing(found[0][-1] if found else 0, rows)


def of_somebody_or_an_area(subject: Subject) -> Sequence[str]:
    """The grids of a worker, else the areas. A unit has no such figures."""
    if subject.unit_id is not None:
        raise NotFound
    return subject.areas if subject.person_id is None else subject.grids


def days_behind(*, subject: Subject, period: Period, measure: Measure, at: datetime, page: int) -> Standing:
    """The scheduled days that a figure of patrols counts, the latest first."""
    of_somebody_or_an_area(subject)
    kept = walked(areas=subject.areas, period=period, at=at)
    only = bool(measure.must & Mark.DONE)
    everybody = scheduled(areas=subject.areas, period=period, at=at)
    days = sorted(
        (-day.toordinal(), code, user)
        for user, code, days in everybody
        if subject.person_id in {None, user}
        for day in days
        if not only or (user, day) in kept
    )
    shown = [(user, date.fromordinal(-number), code) for number, code, user in days[PAGE * (page - 1) : PAGE * page]]
    people = dict(User.objects.filter(pk__in={user for user, _day, _code in shown}).values_list("pk", "display_name"))
    names, walks = grids.names({code for _user, _day, code in shown}), walks_of(shown)
    rows = [Day(day, people[user], names[code], (user, day) in kept, *walks.get((user, day), ())) for user, day, code in shown]
    return Standing(len(days), rows)


def walks_of(shown: Sequence[tuple[int, date, str]]) -> dict[tuple[int, date], tuple[datetime, datetime | None, int]]:
    """When somebody walked on these days, from when to when, with how many check-ins."""
    if not shown:
        return {}
    days = [day for _user, day, _code in shown]
    given: dict[str, Any] = {
        "users": [user for user, _day, _code in shown],
        "start": midnight(min(days)),
        "end": midnight(max(days) + timedelta(days=1)),
    }
    with connection.cursor() as cursor:
        cursor.execute(WALKS, given)
        return {(user, day): (first, last, check_ins) for user, day, first, last, check_ins in cursor.fetchall()}
