"""New people of a batch, set by set (批量写入): dwellings, households, residents, sealed records, locators, stays."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from residents.actions.visits.planning import FIRST_WITHIN
from residents.declaration.needs import NEED
from residents.models import ImportRun

BATCH = 5000
FILE = "import"
NEXT = """
SELECT min(line), max(line) FROM (
  SELECT line FROM residents_stagedrow WHERE run_id = %s AND line > %s ORDER BY line LIMIT %s) AS lines
"""
DWELLINGS = """
INSERT INTO grids_dwelling (building_id, stairwell, floor, room)
SELECT DISTINCT b.id, left(split_part(s.room, '|', 1), 8), coalesce(nullif(split_part(s.room, '|', 2), '')::smallint, 1),
       left(split_part(s.room, '|', 3), 16)
FROM residents_stagedrow s JOIN grids_building b ON b.code = s.building_code
WHERE s.run_id = %(run)s AND s.line BETWEEN %(first)s AND %(last)s AND split_part(s.room, '|', 3) <> ''
ON CONFLICT DO NOTHING
"""
HOUSEHOLDS = """
INSERT INTO residents_household (id, number, code, formed_at)
SELECT DISTINCT ON (household_no) gen_random_uuid(), household_no, code, %(at)s FROM residents_stagedrow
WHERE run_id = %(run)s AND line BETWEEN %(first)s AND %(last)s AND household_no IS NOT NULL
ON CONFLICT DO NOTHING
"""
FRESH = """
FROM residents_stagedrow s WHERE s.run_id = %(run)s AND s.line BETWEEN %(first)s AND %(last)s
"""
"""Those of the batch that `merge_known` left: whoever is registered is staged no more."""
NO_PLACED = "DROP TABLE IF EXISTS placed"
PLACED = """
CREATE TEMPORARY TABLE placed ON COMMIT DROP AS
SELECT s.resident_id, s.code, d.id AS dwelling_id, h.id AS household_id, s.status, s.legal_basis, s.retain_until
FROM residents_stagedrow s
LEFT JOIN residents_household h ON h.number = s.household_no
LEFT JOIN grids_building b ON s.building_code <> '' AND b.code = s.building_code
LEFT JOIN grids_dwelling d ON d.building_id = b.id AND split_part(s.room, '|', 3) <> ''
     AND d.stairwell = left(split_part(s.room, '|', 1), 8) AND d.room = left(split_part(s.room, '|', 3), 16)
     AND d.floor = coalesce(nullif(split_part(s.room, '|', 2), '')::smallint, 1)
WHERE s.run_id = %(run)s AND s.line BETWEEN %(first)s AND %(last)s
"""
RESIDENTS = """
INSERT INTO residents_resident (id, code, dwelling_id, household_id, status, legal_basis, retain_until, collected_at, run_id, version)
SELECT resident_id, code, dwelling_id, household_id, status, legal_basis, retain_until, %(at)s, %(run)s, 1 FROM placed
"""
STAYS = """
INSERT INTO residents_residence (resident_id, code, dwelling_id, household_id, main, since, began, ended)
SELECT resident_id, code, dwelling_id, household_id, true, %(at)s, 'registered', '' FROM placed WHERE status = '1'
"""
SEALED = (
    "INSERT INTO residents_sealed (resident_id, wrapped_key, identity, general, sensitive) "
    "SELECT s.resident_id, s.wrapped_key, s.identity, s.general, s.sensitive " + FRESH
)
LOCATORS = (
    "INSERT INTO residents_locator (resident_id, code, key_number, number, phone, phone2, likeness, name_grams, address_grams) "
    "SELECT s.resident_id, s.code, s.key_number, s.number, s.phone, s.phone2, s.likeness, s.name_grams, s.address_grams " + FRESH
)
PLANS = (
    "INSERT INTO residents_visitplan (id, kind_id, code, resident_id, cycle_days, due_on, source, planned_at) "
    "SELECT gen_random_uuid(), k.key, s.code, s.resident_id, split_part(w.text, ':', 2)::smallint, %(first_due)s, %(need)s, %(at)s "
    + FRESH.replace("WHERE", "CROSS JOIN LATERAL unnest(string_to_array(s.needs, ',')) AS w (text) "
                    "JOIN residents_visitkind k ON k.key = split_part(w.text, ':', 1) WHERE s.needs <> '' AND", 1)
    + " AND s.status = '1'"
)  # fmt: skip
HOMES = """
INSERT INTO residents_homenote (dwelling_id, rented, source, at)
SELECT DISTINCT ON (d.id) d.id, split_part(s.room, '|', 4) = '1', %(source)s, %(at)s
FROM residents_stagedrow s JOIN grids_building b ON b.code = s.building_code
JOIN grids_dwelling d ON d.building_id = b.id AND d.stairwell = left(split_part(s.room, '|', 1), 8)
     AND d.room = left(split_part(s.room, '|', 3), 16) AND d.floor = coalesce(nullif(split_part(s.room, '|', 2), '')::smallint, 1)
WHERE s.run_id = %(run)s AND s.line BETWEEN %(first)s AND %(last)s AND s.building_code <> '' AND split_part(s.room, '|', 4) <> ''
ORDER BY d.id, split_part(s.room, '|', 4) DESC
ON CONFLICT (dwelling_id) DO UPDATE SET rented = excluded.rented, source = excluded.source, at = excluded.at
WHERE residents_homenote.at <= excluded.at
"""


def next_lines(run: ImportRun, size: int) -> tuple[int, int] | None:
    """The first and last line of the next batch, or None at the end."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [run.pk, run.applied_to, size])
        first, last = cursor.fetchone()
    return None if first is None else (first, last)


def insert_new(run: ImportRun, first: int, last: int, *, at: datetime) -> int:
    """Insert those whom `merge_known` left, for their number is not registered; returns how many. A row without number is a new person."""
    given: dict[str, Any] = {
        "run": run.pk, "first": first, "last": last, "at": at, "need": NEED, "source": FILE,
        "first_due": timezone.localdate(at + FIRST_WITHIN),
    }  # fmt: skip
    with connection.cursor() as cursor:
        for statement in (DWELLINGS, HOUSEHOLDS, NO_PLACED, PLACED, RESIDENTS):
            cursor.execute(statement, given)
        added: int = cursor.rowcount
        for statement in (SEALED, STAYS, PLANS, HOMES, LOCATORS):
            cursor.execute(statement, given)
    return added


def forget_staged(run: ImportRun) -> None:
    """Destroy what is staged: with the wrapped keys the sealed rows are gone for good."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM residents_stagedrow WHERE run_id = %s", [run.pk])
