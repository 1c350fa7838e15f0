"""The map at every zoom: how long, how many bytes, and whether the counters are exact, compared with a count in SQL."""

import http.client
import random
import time
from functools import cache
from typing import Any

import orjson
import psycopg

from bench.data import COLUMNS, ROWS, SIDE, SOUTH, WEST
from bench.load import part
from bench.rows import Town
from bench.servers import THREADS, WORKERS, Server

ZOOMS = (8, 11, 13, 15, 17)
LOOKS = 25
SCREEN = (1440, 900)
P95_MS, BYTES = 60.0, 20_000
OPEN = ["checked", "checking", "dispatched", "fed_back", "filed", "handling", "reported", "verifying"]
Box = tuple[float, float, float, float]
BY_AREA = "SELECT left(code, %s), count(*) FROM incidents_incident WHERE state = ANY(%s) AND code LIKE '4498%%' GROUP BY 1"
IN_VIEW = """SELECT count(*) FROM incidents_incident WHERE state = ANY(%s) AND code LIKE '4498%%' AND point && ST_MakeEnvelope(%s, %s, %s, %s, 4326)"""


def view(zoom: int, dice: random.Random) -> Box:
    """What a screen of 1440 by 900 shows somewhere in the town."""
    wide, high = (pixels * 360 / (256 * 2**zoom) for pixels in SCREEN)
    lon = WEST + COLUMNS * SIDE * (0.2 + 0.6 * dice.random())
    lat = SOUTH + ROWS * SIDE * (0.2 + 0.6 * dice.random())
    return lon - wide / 2, lat - high * 0.92 / 2, lon + wide / 2, lat + high * 0.92 / 2


def maps(*, town: Town, ours: Server) -> list[dict[str, Any]]:
    """A row for each zoom."""
    dice = random.Random(8)  # noqa: S311  (the same places each time)
    rows = []
    for zoom in ZOOMS:
        line = http.client.HTTPConnection("127.0.0.1", ours.port, timeout=60)  # kept open, as a browser does
        for _warm in range(2 * WORKERS * THREADS):
            look(town, line, zoom, view(zoom, dice))
        looks = [look(town, line, zoom, view(zoom, dice)) for _look in range(LOOKS)]
        line.close()
        times, sizes = [one[0] for one in looks], [one[1] for one in looks]
        p95, exact = part(times, 0.95), all(one[2] for one in looks)
        rows.append(
            {
                "row": f"map-{zoom}",
                "cases": town.cases,
                "p50_ms": round(part(times, 0.5), 1),
                "p95_ms": round(p95, 1),
                "bytes": max(sizes),
                "items": max(one[3] for one in looks),
                "exact": exact,
                "goal": f"p95 <= {P95_MS:.0f} ms, <= {BYTES} bytes, exact",
                "reached": p95 <= P95_MS and max(sizes) <= BYTES and exact,
            }
        )
    return rows


def look(town: Town, line: http.client.HTTPConnection, zoom: int, box: Box) -> tuple[float, int, bool, int]:
    """Milliseconds, bytes, exactness and number of items of one view. Nobody files meanwhile."""
    corners = ",".join(f"{degree:.6f}" for degree in box)
    begin = time.perf_counter()
    path = f"/api/map/cases/?zoom={zoom}&state=open&bbox={corners}"
    line.request("GET", path, headers={"Authorization": f"Bearer {town.facts['tokens']['bench-city']}"})
    body = line.getresponse().read()
    took = 1000 * (time.perf_counter() - begin)
    shown = orjson.loads(body)
    with psycopg.connect(town.url) as link:
        return took, len(body), exact(link, town.url, shown, tuple(float(part) for part in corners.split(","))), len(shown["items"])


def exact(link: psycopg.Connection[Any], url: str, shown: dict[str, Any], box: tuple[float, ...]) -> bool:
    """Whether counters equal a count over the cases, and points are as many as lie in view."""
    if shown["kind"] == "points":
        counted = link.execute(IN_VIEW, [OPEN, *box]).fetchone()
        return counted is not None and counted[0] == len(shown["items"])
    truth: dict[str, int] = {}
    for level in {len(item[0]) for item in shown["items"]}:
        truth |= by_area(url, level)
    return all(truth.get(code) == count for code, _name, _lon, _lat, count in shown["items"])


@cache
def by_area(url: str, level: int) -> dict[str, int]:
    """Open cases by area, counted once for each level: it takes a second at a million cases, and nobody files meanwhile."""
    with psycopg.connect(url) as link:
        return dict(link.execute(BY_AREA, [level, OPEN]).fetchall())
