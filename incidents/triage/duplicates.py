"""Cases that may be the same event (疑似重复案件): found by place and time, scored by the database, in one query."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from governance.codes import Level
from governance.prepared import ask
from incidents.models import Category, Incident
from incidents.triage.likeness import FRESH_HOURS, NEAR_M, RADIUS_M, UNPLACED, UNTOLD, WEIGHTS, WINDOW_DAYS, Parts
from incidents.workflow import OPEN

MOST = 5
WIDEST = 500
"""Candidates scored at most: the newest. More within 200 m and a month is a street full of one trouble."""

DEGREES_PER_METRE = 1 / 80_000
"""Generous at any latitude of the country: the box finds candidates by the index, the distance decides."""

STATES = ", ".join(f"'{state}'" for state in sorted(OPEN))
DEGREES = RADIUS_M * DEGREES_PER_METRE
HERE = "ST_SetSRID(ST_MakePoint(%s, %s), 4326)"

# OFFSET 0 keeps the time out of the inner query, so that the index of open points is the way in. The list of states is
# written out because the planner takes a partial index only for what it can prove when it plans.
BY_PLACE = f"""
SELECT id, category_id, received_at, text, place, ST_DistanceSphere(point, {HERE}) AS metres FROM incidents_incident
WHERE state IN ({STATES}) AND point IS NOT NULL AND ST_DWithin(point, {HERE}, {DEGREES}) OFFSET 0
"""  # noqa: S608  (names of states and numbers)
BY_COMMUNITY = f"""
SELECT id, category_id, received_at, text, place, NULL::float8 AS metres FROM incidents_incident
WHERE state IN ({STATES}) AND community = %s OFFSET 0
"""  # noqa: S608  (as above)
SCORED = f"""
WITH near AS (
  SELECT * FROM (%(near)s) boxed
  WHERE received_at BETWEEN %%s AND %%s AND coalesce(metres, 0) <= {RADIUS_M} AND id IS DISTINCT FROM %%s
  ORDER BY received_at DESC LIMIT {WIDEST}
), parts AS (
  SELECT near.id, metres, abs(extract(epoch FROM %%s - received_at)::float8) / 3600 AS hours,
    CASE WHEN near.category_id = %%s THEN 2 WHEN (kind, scheme, major_code) = (%%s, %%s, %%s) THEN 1 ELSE 0 END AS category,
    shared_pairs(text_pairs(near.place || near.text), text_pairs(%%s)) AS words
  FROM near JOIN incidents_category ON incidents_category.id = near.category_id
)
SELECT id, 1 / (1 + exp(-({WEIGHTS.start}
    + {WEIGHTS.close} * CASE WHEN metres IS NULL THEN {UNPLACED} ELSE exp(-metres / {NEAR_M}) END
    + {WEIGHTS.fresh} * exp(-hours / {FRESH_HOURS})
    + CASE category WHEN 2 THEN {WEIGHTS.category} WHEN 1 THEN {WEIGHTS.major} ELSE 0 END
    + {WEIGHTS.words} * sqrt(coalesce(words, {UNTOLD}))))) AS score, metres, hours, category, words
FROM parts ORDER BY score DESC, id LIMIT %%s
"""  # noqa: S608  (numbers)
PLACED, UNPLACED_TOO = SCORED % {"near": BY_PLACE}, SCORED % {"near": BY_COMMUNITY}


@dataclass(frozen=True, slots=True)
class Draft:
    """A report that is being written, or a case: `code` is its area, the point WGS-84 degrees or missing, `id` that of a case itself.

    Without a category (None) every other case counts as of another one.
    """

    category: Category | None
    code: str
    text: str = ""
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An open case that may be the same event, how likely (0 to 1), and why."""

    id: UUID
    score: float
    parts: Parts


def draft_of(incident: Incident, category: Category | None) -> Draft:
    """A case as a draft, to find others like it."""
    lon, lat = (incident.point.x, incident.point.y) if incident.point is not None else (None, None)
    return Draft(category, incident.code, incident.text, incident.place, lon, lat, incident.pk)


def likely_duplicates(*, draft: Draft, at: datetime, limit: int = MOST) -> list[Duplicate]:
    """Open cases of the 30 days around `at`, when the draft came, likeliest first: within 200 m, or of its community without a point.

    Says nothing about who may see them: the caller shows only what its actor may view. Nothing is left out for a low score;
    from LIKELY (0.5) on a duplicate is more probable than not.
    """
    category = draft.category
    where: list[object]
    if draft.lon is not None and draft.lat is not None:
        statement, where = PLACED, [draft.lon, draft.lat, draft.lon, draft.lat]
    elif len(draft.code) >= Level.COMMUNITY:
        statement, where = UNPLACED_TOO, [draft.code[: Level.COMMUNITY]]
    else:
        return []
    told = draft.place + draft.text
    alike = [None] * 4 if category is None else [category.pk, category.kind, category.scheme, category.major_code]
    window = timedelta(days=WINDOW_DAYS)
    values = [*where, at - window, at + window, draft.id, at, *alike, told, limit]
    return [Duplicate(row[0], row[1], Parts(*row[2:])) for row in ask(statement, values)]
