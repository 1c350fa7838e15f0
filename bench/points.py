"""Points a second on one core: `python -m bench.points`, one line of JSON. In this process alone, as in a server's thread."""

import json
import random
import time
from collections.abc import Callable
from typing import Any

import django

from bench.data import COLUMNS, ROWS, SIDE, SOUTH, WEST

GOAL = 50_000
POINTS = 20_000
ROUNDS = 5


def best(work: Callable[[], object], many: int) -> int:
    """The best of some rounds by CPU time, in points a second: the machine has other work."""
    rates = []
    for _round in range(ROUNDS):
        begin = time.process_time()
        work()
        rates.append(many / (time.process_time() - begin))
    return round(max(rates))


def main() -> list[dict[str, Any]]:
    """The way that filing goes, the index alone, and many at once as an import does."""
    from grids.queries import locate
    from grids.queries.locating import _grids

    dice = random.Random(9)  # noqa: S311  (the same points each time)
    points = [(WEST + COLUMNS * SIDE * dice.random(), SOUTH + ROWS * SIDE * dice.random()) for _point in range(POINTS)]
    locate(lon=points[0][0], lat=points[0][1])
    index = _grids.now()
    ways = {
        "point-filing": lambda: [locate(lon=lon, lat=lat) for lon, lat in points],
        "point-index": lambda: [index.locate(lon=lon, lat=lat) for lon, lat in points],
        "point-many": lambda: index.locate_many(points=points),
    }
    found = {name: best(work, POINTS) for name, work in ways.items()}
    return [{"row": name, "per_second": rate, "goal": f">= {GOAL}/s per core", "reached": rate >= GOAL} for name, rate in found.items()]


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main()))
