"""The echo of an entry (实时提示): after commit, a hint without personal data goes to whoever listens.

A hint may be lost (the process can die between commit and echo); the feed is the truth.
PostgreSQL's NOTIFY carries it, so one process or ten, with or without Redis, hear the same. It is sent after the
commit, in a statement of its own: inside the transaction it would serialise all commits of the database.
"""

from typing import Any

import orjson
from django.db import DatabaseError

from governance.prepared import ask

CHANNEL = "wangge_echo"


def echo(hint: dict[str, Any]) -> None:
    """Send one hint. A database that went away in this instant loses the hint and nothing else."""
    try:
        ask("SELECT pg_notify(%s, %s)", [CHANNEL, orjson.dumps(hint).decode()])
    except DatabaseError:
        return
