"""Rows on their way in (暂存): copied into a table of the transaction, then merged by set-based SQL."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection


def copied(table: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
    """Make the temporary `table` with these columns (name → type) anew and COPY the rows into it. Gone at commit."""
    declared = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{table}")
        cursor.execute(f"CREATE TEMPORARY TABLE {table} ({declared}) ON COMMIT DROP")
        with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(f"ANALYZE {table}")


def rows_of(sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
    """Execute one statement and give its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def executed(sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> int:
    """Execute one statement and give the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)
