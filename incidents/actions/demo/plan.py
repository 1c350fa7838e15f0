"""What each generated case is to be (演示案件计划): drawn by lot before it is told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from incidents.actions.demo.mix import Kind, Mix, drawn
from incidents.clock import SHANGHAI
from incidents.models import Nature, Source
from incidents.workflow import State

DAYS = 60
BY_WORKERS = 0.10
"""This share comes from grid workers' rounds, half of it mended on the spot; all the others follow the real appeals."""

REFUSED, CANCELLED, RETURNED, REWORKED, VERIFIED = 0.03, 0.01, 0.03, 0.03, 0.12
ROUGH = 0.3
"""So many of those that come by telephone or letter name a community and no more."""

QUEUE: Mapping[State, int] = {
    State.REPORTED: 14,
    State.VERIFYING: 8,
    State.FILED: 12,
    State.DISPATCHED: 26,
    State.HANDLING: 34,
    State.FED_BACK: 8,
    State.CHECKING: 12,
    State.CHECKED: 6,
}
"""How many stand open in each state at the end, beside those for the people who may be signed in as."""

OVERDUE = 0.2
PUBLIC_SOURCES = frozenset({Source.WECHAT, Source.APP, Source.RESIDENT})


@dataclass(frozen=True, slots=True)
class Plan:
    """One case to be told; `goal` is the state in which it stands at the end.

    `used` is which part of its limit is used up by then while it is open, more than 1 being late. `grid` and
    `first_handler` bring it to somebody in particular.
    """

    seed: str
    kind: Kind
    source: str
    nature: str
    goal: State
    start: datetime
    late: bool = False
    used: float = 0.5
    verified: bool = False
    returned: bool = False
    reworked: bool = False
    on_the_spot: bool = False
    rough: bool = False
    grid: str = ""
    first_handler: bool = False


def closed_plans(*, mix: Mix, count: int, seed: int, now: datetime) -> Iterator[Plan]:
    """Cases of the last DAYS days that are over."""
    for number in range(count):
        name = f"{seed}:{number}"
        lot = Random(name)  # noqa: S311  (a demonstration's lot, no secret)
        kind = mix.kind(lot)
        by_worker = lot.random() < BY_WORKERS
        source = str(Source.GRID_WORKER) if by_worker else drawn(mix.sources, lot)
        fate = lot.random()
        goal = State.REFUSED if fate < REFUSED else State.CANCELLED if fate < REFUSED + CANCELLED else State.CLOSED
        yield Plan(
            seed=name,
            kind=kind,
            source=source,
            nature=str(Nature.COMPLAINT) if by_worker else drawn(mix.natures, lot),
            goal=goal,
            start=_moment(mix, lot, now),
            late=lot.random() < mix.late_of(kind),
            verified=not by_worker and lot.random() < VERIFIED,
            returned=lot.random() < RETURNED,
            reworked=lot.random() < REWORKED,
            on_the_spot=by_worker and goal == State.CLOSED and lot.random() < 0.5,  # noqa: PLR2004
            rough=_rough(source, lot),
        )


def open_plans(*, mix: Mix, seed: int, now: datetime, grids: tuple[str, ...] = ()) -> Iterator[Plan]:
    """The queue of this moment. `grids` are those of the workers who may be signed in as: each finds work of every sort."""
    number = 0
    for goal, count in QUEUE.items():
        for _one in range(count):
            yield _open(mix, f"{seed}:open:{number}", goal, now)
            number += 1
    for grid in grids:
        for goal in (State.VERIFYING, State.VERIFYING, State.CHECKING, State.CHECKING, State.REPORTED, State.HANDLING):
            yield _open(mix, f"{seed}:open:{number}", goal, now, grid=grid)
            number += 1
    vendors = next(kind for kind in mix.kinds if (kind.kind, kind.code) == ("event", "0401"))
    for goal in (State.DISPATCHED,) * 3 + (State.HANDLING,) * 3:
        grid = grids[number % len(grids)] if grids else ""
        yield _open(mix, f"{seed}:open:{number}", goal, now, grid=grid, kind=vendors)
        number += 1


def _open(mix: Mix, name: str, goal: State, now: datetime, *, grid: str = "", kind: Kind | None = None) -> Plan:
    lot = Random(name)  # noqa: S311
    by_worker = lot.random() < BY_WORKERS
    source = str(Source.GRID_WORKER) if by_worker else drawn(mix.sources, lot)
    late = lot.random() < OVERDUE
    return Plan(
        seed=name,
        kind=kind or mix.kind(lot),
        source=source,
        nature=drawn(mix.natures, lot),
        goal=goal,
        start=now - timedelta(hours=2),
        late=False,
        used=lot.uniform(1.1, 2.5) if late else lot.uniform(0.05, 0.9),
        verified=goal == State.VERIFYING or (not by_worker and lot.random() < VERIFIED),
        rough=not grid and _rough(source, lot),
        grid=grid,
        first_handler=kind is not None,
    )


def _rough(source: str, lot: Random) -> bool:
    spoken = source not in PUBLIC_SOURCES and source != Source.GRID_WORKER
    return lot.random() < ROUGH and spoken


def _moment(mix: Mix, lot: Random, now: datetime) -> datetime:
    """A moment of the last DAYS days, more often on busy weekdays and at busy hours."""
    today = now.astimezone(SHANGHAI)
    days = [today - timedelta(days=back) for back in range(DAYS + 1)]
    while True:
        day = lot.choices(days, [mix.weekdays[day.weekday()] for day in days])[0]
        hour = lot.choices(range(24), mix.hours)[0]
        moment = day.replace(hour=hour, minute=lot.randrange(60), second=lot.randrange(60), microsecond=0)
        if now - timedelta(days=DAYS) <= moment < now:
            return moment
