"""New people of a batch, set by set (批量写入): dwellings, households, residents, sealed records, locators, stays."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from residents.actions.visits.planning import FIRST_WITHIN
from residents.declaration.needs import NEED
from residents.models import ImportRun, KeptFile

Lines = tuple[int, int]
BATCH = 5000
FILE = "import"
BATCHES = """
SELECT min(line), max(line) FROM (
  SELECT line, (row_number() OVER (ORDER BY line) - 1) / %s AS batch FROM residents_stagedrow WHERE run_id = %s AND line > %s) AS lines
GROUP BY batch ORDER BY batch LIMIT %s
"""
DWELLINGS = """
INSERT INTO grids_dwelling (building_id, stairwell, floor, room)
SELECT DISTINCT b.id, left(split_part(s.room, '|', 1), 8), coalesce(nullif(split_part(s.room, '|', 2), '')::smallint, 1),
       left(split_part(s.room, '|', 3), 16)
FROM residents_stagedrow s JOIN grids_building b ON b.code = s.building_code
WHERE s.run_id = %(run)s AND s.line BETWEEN %(first)s AND %(last)s AND split_part(s.room, '|', 3) <> ''
ON CONFLICT DO NOTHING
"""
NEW_DWELLINGS = """
SELECT EXISTS (SELECT FROM residents_stagedrow s JOIN grids_building b ON b.code = s.building_code
  WHERE s.run_id = %(run)s AND s.line BETWEEN %(first)s AND %(last)s AND s.building_code <> '' AND split_part(s.room, '|', 3) <> ''
  AND NOT EXISTS (SELECT FROM grids_dwelling d WHERE d.building_id = b.id AND d.stairwell = left(split_part(s.room, '|', 1), 8)
    AND d.room = left(split_part(s.room, '|', 3), 16)
    AND d.floor = coalesce(nullif(split_part(s.room, '|', 2), '')::smallint, 1)))
"""
HOUSEHOLDS = """
INSERT INTO residents_household (id, number, code, formed_at)
SELECT DISTINCT ON (household_no) gen_random_uuid(), household_no, code, %(at)s FROM residents_stagedrow s
WHERE run_id = %(run)s AND line BETWEEN %(first)s AND %(last)s AND household_no IS NOT NULL
  AND NOT EXISTS (SELECT FROM residents_household h WHERE h.number = s.household_no)
ORDER BY household_no
ON CONFLICT DO NOTHING
"""
"""In the order of the numbers: of two batches that form the same ones, one waits for the other and never both."""
EMPTY_HOUSEHOLDS = """
DELETE FROM residents_household h USING (
  SELECT DISTINCT household_no FROM residents_stagedrow WHERE run_id = %(run)s AND line > %(to)s AND household_no IS NOT NULL) AS s
WHERE h.number = s.household_no AND h.head_id IS NULL
  AND NOT EXISTS (SELECT FROM residents_resident r WHERE r.household_id = h.id)
  AND NOT EXISTS (SELECT FROM residents_residence r WHERE r.household_id = h.id)
"""
AT_ONCE = "SET CONSTRAINTS ALL IMMEDIATE"
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


def batches_of(run: ImportRun, size: int, most: int | None) -> list[Lines]:
    """The first and last lines of the next batches; none at the end."""
    with connection.cursor() as cursor:
        cursor.execute(BATCHES, [size, run.pk, run.applied_to, most])
        found: list[Lines] = cursor.fetchall()
    return found


def needs_new_dwellings(run: ImportRun, lines: Lines) -> bool:
    """Whether the batch names dwellings that are not there yet."""
    with connection.cursor() as cursor:
        cursor.execute(NEW_DWELLINGS, {"run": run.pk, "first": lines[0], "last": lines[1]})
        return bool(cursor.fetchone()[0])


def insert_households(run: ImportRun, lines: Lines, *, at: datetime) -> None:
    """Form the households of these lines that are not there yet."""
    with connection.cursor() as cursor:
        cursor.execute(HOUSEHOLDS, {"run": run.pk, "first": lines[0], "last": lines[1], "at": at})


def insert_new(run: ImportRun, lines: Lines, *, at: datetime) -> int:
    """Insert those whom `merge_known` left, for their number is not registered; returns how many. A row without number is a new person.

    What refers to another row is checked at once, not at the commit.
    """
    given: dict[str, Any] = {
        "run": run.pk, "first": lines[0], "last": lines[1], "at": at, "need": NEED, "first_due": timezone.localdate(at + FIRST_WITHIN),
    }  # fmt: skip
    with connection.cursor() as cursor:
        for statement in (DWELLINGS, NO_PLACED, PLACED, RESIDENTS):
            cursor.execute(statement, given)
        added: int = cursor.rowcount
        for statement in (SEALED, STAYS, PLANS, LOCATORS, AT_ONCE):
            cursor.execute(statement, given)
    return added


def note_homes(run: ImportRun, lines: Lines, *, at: datetime) -> None:
    """Note which dwellings are let, as the rows tell."""
    with connection.cursor() as cursor:
        cursor.execute(HOMES, {"run": run.pk, "first": lines[0], "last": lines[1], "at": at, "source": FILE})


def drop_empty_households(run: ImportRun) -> None:
    """Take back the households that were formed for lines that will not be written."""
    with connection.cursor() as cursor:
        cursor.execute(EMPTY_HOUSEHOLDS, {"run": run.pk, "to": run.applied_to})


def forget_staged(run: ImportRun) -> None:
    """Destroy what is staged, or the kept file: with the wrapped keys what was sealed is gone for good."""
    KeptFile.objects.filter(run=run).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM residents_stagedrow WHERE run_id = %s", [run.pk])
