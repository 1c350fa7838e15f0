"""Statements that every request asks, prepared once for each connection (预备语句): planning them takes longer than running them.

They run on Django's own connection and in its transaction, past its cursor: values go to the server apart from the
statement and come back in binary. Where somebody looks at the statements (a test that counts them), they go Django's way.
"""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connection


def ask(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of a statement that is always the same but for its values. Times come back aware, in UTC.

    Only for statements that change no more than Django's own would in the same place: the transaction is the caller's.
    """
    if connection.queries_logged or connection.execute_wrappers:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            seen: list[tuple[Any, ...]] = cursor.fetchall()
            return seen
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors:
        found: list[tuple[Any, ...]] = _cursor(connection.connection).execute(statement, values, prepare=True, binary=True).fetchall()
        return found


def _cursor(raw: Any) -> psycopg.Cursor[tuple[Any, ...]]:
    """The one cursor of a connection for this: a new one would look up anew how each kind of column is read."""
    try:
        kept: psycopg.Cursor[tuple[Any, ...]] = raw.kept_cursor
    except AttributeError:
        kept = raw.kept_cursor = psycopg.Cursor(raw)
    return kept
