"""The rows of the table that stand beside a floor: what is asked, by how many clients, and the goal."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from bench.load import Plan

STEPS = 6000
"""Cases that one round of transitions may use up."""

MORE_REPORTED = """
INSERT INTO incidents_incident (id, number, state, version, code, category_id, source, nature, text, place, point, datum, "placing", captured_at,
  received_at, clock_skewed, body_digest, proposals, due_at, calendar, reworks, returns, verified, on_the_spot)
SELECT gen_random_uuid(), 's' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 18), 'reported', 1, code, category_id, source, nature, text, place,
  point, datum, "placing", captured_at, received_at, clock_skewed, body_digest, proposals, received_at + interval '15 minutes', '', 0, 0, '', false
FROM incidents_incident WHERE state = 'closed' AND code LIKE '4498%%' ORDER BY received_at DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Town:
    """The database of one size, and what is known of it."""

    cases: int
    url: str
    facts: dict[str, Any]

    def ids(self, state: str, many: int) -> list[str]:
        """Cases in that state."""
        with psycopg.connect(self.url) as link:
            rows = link.execute(
                "SELECT id FROM incidents_incident WHERE state = %s AND code LIKE '4498%%' ORDER BY received_at DESC LIMIT %s",
                [state, many],
            ).fetchall()
        return [str(row[0]) for row in rows]

    def reported(self, many: int) -> list[str]:
        """That many cases that wait to be filed; made where they are short."""
        short = many - len(found := self.ids("reported", many))
        if short > 0:
            with psycopg.connect(self.url) as link:
                link.execute(MORE_REPORTED, [short])
            found = self.ids("reported", many)
        return found


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `goal` is the least share of the floor's rate."""

    name: str
    what: str
    goal: float
    clients: tuple[int, ...]
    plan: Callable[[Town], Plan]


def _file(town: Town) -> Plan:
    return Plan("file", town.facts["tokens"]["bench-worker"], (datetime.now(UTC).isoformat(), *map(str, town.facts["categories"])))


def _detail(town: Town) -> Plan:
    return _get(town, *(f"/api/incidents/{one}/" for one in town.ids("dispatched", 500)))


def _step(town: Town) -> Plan:
    with tempfile.NamedTemporaryFile("w", suffix=".ids", delete=False) as out:
        out.write("\n".join(town.reported(STEPS)))
    return Plan("step", town.facts["tokens"]["bench-city"], (str(Path(out.name)),))


def _get(town: Town, *paths: str) -> Plan:
    return Plan("get", town.facts["tokens"]["bench-city"], paths)


def _three(town: Town) -> Plan:
    path = f"/api/incidents/?limit=100&state=closed&code={town.facts['street']}&category="
    return _get(town, *(f"{path}{category}" for category in town.facts["categories"][:50]))


ROWS = (
    Row("file", "file a case: validate, locate, propose, case + ledger, commit with fsync", 0.40, (1, 8, 32), _file),
    Row("detail", "one case with its timeline, photos, proposals and neighbours", 0.33, (8,), _detail),
    Row("step", "a transition (file a reported case), answered with the card", 0.33, (8,), _step),
    Row("queue", "the first 100 of the queue, unfiltered", 0.33, (8,), lambda town: _get(town, "/api/incidents/?limit=100")),
    Row("queue-state", "the first 100 by state", 0.33, (8,), lambda town: _get(town, "/api/incidents/?limit=100&state=filed")),
    Row("queue-three", "the first 100 by state, street and category", 0.33, (8,), _three),
)
