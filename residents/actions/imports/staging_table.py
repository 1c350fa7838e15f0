"""Writes the staging table (暂存表): COPY in, and the refusals that need the database, set by set."""

import struct
from uuid import UUID

from django.db import connection

from residents.models import ImportRun, StagedRow
from residents.sheets import binary
from residents.sheets.assembling import COLUMNS
from residents.sheets.staging import Staged

COPY = f"COPY residents_stagedrow ({', '.join(COLUMNS)}) FROM STDIN (FORMAT binary)"
COPY_FINDINGS = 'COPY residents_refusal (run_id, line, "column", reason, flag) FROM STDIN (FORMAT binary)'
STATISTICS = "ANALYZE residents_stagedrow (run_id, line, number, building_code)"
"""Without it the planner takes the table of a minute ago for the table of now, and compares every row with every other."""
TWINS = """
WITH twice AS (SELECT number, min(line) AS first FROM residents_stagedrow
               WHERE run_id = %(run)s AND number IS NOT NULL GROUP BY number HAVING count(*) > 1),
gone AS (DELETE FROM residents_stagedrow s USING twice t
         WHERE s.run_id = %(run)s AND s.number = t.number AND s.line > t.first RETURNING s.line)
INSERT INTO residents_refusal (run_id, line, "column", reason, flag) SELECT %(run)s, line, '', 'same_person_in_file', false FROM gone
"""
BUILDINGS = """
WITH gone AS (DELETE FROM residents_stagedrow s WHERE s.run_id = %(run)s AND s.building_code <> ''
              AND NOT EXISTS (SELECT FROM grids_building b WHERE b.code = s.building_code) RETURNING s.line)
INSERT INTO residents_refusal (run_id, line, "column", reason, flag) SELECT %(run)s, line, '', 'building_unknown', false FROM gone
"""
ERASED = """
WITH gone AS (DELETE FROM residents_stagedrow s USING residents_erasure e WHERE s.run_id = %(run)s AND s.number = e.number
              RETURNING s.line)
INSERT INTO residents_refusal (run_id, line, "column", reason, flag) SELECT %(run)s, line, '', 'person_erased', false FROM gone
"""


def copy_staged(run: ImportRun, piece: Staged) -> None:
    """COPY the rows and the findings of one piece."""
    with connection.cursor() as cursor:
        if piece.copy:
            with cursor.copy(COPY) as out:
                out.write(binary.HEADER)
                out.write(b"".join(piece.copy))
                out.write(binary.TRAILER)
        if piece.findings:
            with cursor.copy(COPY_FINDINGS) as out:
                out.write(binary.HEADER)
                out.write(b"".join(finding(run.pk, *one) for one in piece.findings))
                out.write(binary.TRAILER)


def finding(run: UUID, line: int, column: str, reason: str, flag: bool) -> bytes:  # noqa: FBT001  (a row's cells)
    """One refusal or flag as a row."""
    return b"".join((
        binary.COUNT(5), binary.uuid(run), binary.integer(line), binary.text(column[:64]), binary.text(reason), struct.pack(">i?", 1, flag),
    ))  # fmt: skip


def refuse_by_database(run: ImportRun) -> None:
    """Take out of the staging table what cannot stand, and say why; counts into `run.refused`."""
    with connection.cursor() as cursor:
        cursor.execute(STATISTICS)
        for statement in (TWINS, BUILDINGS, ERASED):
            cursor.execute(statement, {"run": run.pk})
            run.refused += cursor.rowcount


def lost(run: ImportRun) -> bool:
    """Whether rows are still to be written and none is staged: the database crashed, and the table is not logged."""
    left = run.rows - run.refused - run.added - run.changed - run.same
    return left > 0 and not StagedRow.objects.filter(run=run, line__gt=run.applied_to).exists()
