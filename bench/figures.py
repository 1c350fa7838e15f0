"""Pages of figures and the command centre at full size: `python -m bench.figures FACTS`, a line of JSON. In this process, as in a server's thread.

The floor is bare SQL on one connection: the sums that the page shows, by the same indexes, with no sign-in, scope, words or page.
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import django
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.load import part

LOOKS = 9
MONTH, YEAR, SCREEN = 500.0, 1000.0, 500.0
"""Goals of the 95th percentile in milliseconds: nobody waits half a second for a month, a second for a year."""

PASSAGES = """
INSERT INTO evaluation_passage (source, incident_id, stage, marks, code, unit_id, person_id, day, at, due_at, done_at, seconds, count)
SELECT id::text, id, stage, marks, code, unit, NULL, (at AT TIME ZONE 'Asia/Shanghai')::date, at, at, CASE WHEN marks & 1 = 1 THEN at END, 1800, 1
FROM incidents_incident CROSS JOIN LATERAL (VALUES
  ('report', {whole}, NULL::bigint, received_at), ('accept', {filed}, NULL, received_at + interval '10 minutes'),
  ('dispatch', {done}, unit_id, received_at + interval '20 minutes'),
  ('handle', CASE WHEN state = 'closed' THEN {done} ELSE 0 END, unit_id, received_at + interval '1 day'),
  ('close', CASE WHEN state = 'closed' THEN {done} ELSE 0 END, unit_id, received_at + interval '1 day')
) told (stage, marks, unit, at) WHERE incidents_incident.code LIKE '4498%%' AND (unit_id IS NOT NULL OR stage IN ('report', 'accept'))
  AND received_at >= %s AND received_at < %s
"""
SUMS = """SELECT {key}, stage, marks, sum(count), sum(seconds) FROM evaluation_daysum
WHERE day >= %s AND day < %s AND street >= '4498' AND street < '4498:' GROUP BY 1, 2, 3"""
TODAY = """SELECT {key}, stage, marks, sum(count), sum(seconds) FROM evaluation_passage
WHERE day = %s AND code >= '4498' AND code < '4498:' GROUP BY 1, 2, 3"""
WALL = (
    "SELECT code, day, came, closed, in_time, late, shares FROM evaluation_dayfigures WHERE day >= %s AND code LIKE '4498%%' AND length(code) <= 6",
    "SELECT left(code, 9), state, sum(count) FROM incidents_tally WHERE code LIKE '4498%%' GROUP BY 1, 2",
    "SELECT left(code, 9), count(*) FROM incidents_incident WHERE received_at >= %s AND code LIKE '4498%%' GROUP BY 1",
)


def ready(user: int) -> None:
    """Have the catalogue, a leader, passages of every case, days of the screen. Kept for the next time."""
    from django.core.management import call_command

    from evaluation.indicators.marks import Mark
    from evaluation.models import Passage
    from governance.access.models import Post, User

    call_command("load_indicators", verbosity=0, stdout=sys.stderr)
    if not Post.objects.filter(user_id=user, role="leader").exists():
        Post.objects.create(user=User.objects.get(pk=user), role="leader", unit=Post.objects.filter(user_id=user)[0].unit, code="4498",
                            starts_at=datetime(2025, 1, 1, tzinfo=UTC))  # fmt: skip
    if not Passage.objects.filter(stage="report").exists():
        done = int(Mark.DONE | Mark.INTIME)
        statement = PASSAGES.format(done=done, filed=done | int(Mark.FILED), whole=int(Mark.DONE | Mark.ACCEPTED | Mark.FILED))
        with connection.cursor() as cursor:
            cursor.execute("SELECT min(received_at), max(received_at) FROM incidents_incident")
            first, last = cursor.fetchone()
            edges = [first + (last - first) * n / 20 for n in range(20)] + [datetime.now(UTC)]
            for since, until in pairwise(edges):
                cursor.execute(statement, [since, until])
            cursor.execute("VACUUM ANALYZE evaluation_passage, evaluation_daysum")
    call_command("keep_days", verbosity=0, stdout=sys.stderr)


def timed(work: Callable[[], object]) -> list[float]:
    """Milliseconds of some rounds after one to warm up."""
    found = []
    for _look in range(LOOKS + 1):
        begin = time.perf_counter()
        work()
        found.append(1000 * (time.perf_counter() - begin))
    return found[1:]


def floors(key: str, since: date, day: date) -> Callable[[], None]:
    """The sums of a period and of the one before, of today from the passages themselves."""
    before = date.fromordinal(2 * since.toordinal() - day.toordinal())

    def work() -> None:
        with connection.cursor() as cursor:
            for first, last in ((since, day), (before, since)):
                cursor.execute(SUMS.format(key=key.format(code="street")), [first, last])
                cursor.fetchall()
            cursor.execute(TODAY.format(key=key.format(code="code")), [day])
            cursor.fetchall()

    return work


def wall(since: date, day: date) -> Callable[[], None]:
    """What a screen reads at least: the kept days, the counters, today's cases."""

    def work() -> None:
        with connection.cursor() as cursor:
            for statement, values in zip(WALL, ([since], [], [day]), strict=True):
                cursor.execute(statement, values)
                cursor.fetchall()

    return work


def looked(client: Client, path: str) -> Callable[[], bytes]:
    """One look at a page, with nothing kept of the last one; SystemExit when it is refused."""

    def work() -> bytes:
        cache.clear()
        answer = client.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"bench: {path}: {answer.status_code}")
        return bytes(answer.content)

    return work


def main(facts: dict[str, Any]) -> list[dict[str, Any]]:
    """A row for each page."""
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    user = facts["users"]["bench-city"]
    ready(user)
    client = Client(HTTP_HOST="localhost")
    client.force_login(get_user_model().objects.get(pk=user), backend="django.contrib.auth.backends.ModelBackend")
    day = timezone.localdate()
    month, year = day.replace(day=1), day.replace(month=1, day=1)
    one, area, unit = "''::text", "left({code}, 6)", "coalesce(unit_id, 0)"
    pages = (
        ("evaluation-area", "/evaluation/?code=4498", MONTH, floors(area, month, day)),
        ("evaluation-unit", "/evaluation/?code=4498&by=unit", MONTH, floors(unit, month, day)),
        ("evaluation-year", f"/evaluation/?code=4498&period={day.year}", YEAR, floors(area, year, day)),
        ("statistics", "/statistics/?code=4498", YEAR, floors(one, month, day)),
        ("screen", "/screen/figures/?code=4498", SCREEN, wall(date.fromordinal(day.toordinal() - 30), day)),
    )
    return [row(name, looked(client, path), goal, floor) for name, path, goal, floor in pages]


def row(name: str, page: Callable[[], bytes], goal: float, floor: Callable[[], None]) -> dict[str, Any]:
    """The page beside its floor."""
    ours, bare = timed(page), timed(floor)
    with CaptureQueriesContext(connection) as seen:
        body = page()
    p95 = part(ours, 0.95)
    return {
        "row": name,
        "clients": 1,
        "ours": {"p50_ms": round(part(ours, 0.5), 1), "p95_ms": round(p95, 1), "bytes": len(body), "failed": 0},
        "floor": {"p50_ms": round(part(bare, 0.5), 1), "p95_ms": round(part(bare, 0.95), 1), "failed": 0},
        "ratio": round(part(bare, 0.5) / part(ours, 0.5), 2),
        "statements": len(seen),
        "goal": f"p95 <= {goal:.0f} ms",
        "reached": p95 <= goal,
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(json.loads(sys.argv[1]))))
