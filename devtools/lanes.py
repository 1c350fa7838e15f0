"""Lanes for test runs: two at the same time in one checkout get databases and files of their own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devtools import cluster, django, lock
from devtools.place import Place
from devtools.say import stop

LANES = 16
TEMPLATE = "TEST_DATABASE_TEMPLATE"


@contextmanager
def lane(place: Place, *, fresh: bool = False) -> Iterator[dict[str, str]]:
    """The environment of one test run, on the careless cluster; the last run to leave stops the cluster.

    A `fresh` lane begins with an empty database, which TEMPLATE names: once migrated it may be copied. One that was given is left alone.
    """
    locks = place.var / "lanes"
    held = None
    for number in range(LANES):
        held = lock.take(locks / str(number), wait=False)
        if held:
            break
    else:
        stop(f"{LANES} test runs at once in this checkout: wait for one to end")
    files = place.var / "test-files" / str(number)
    shutil.rmtree(files, ignore_errors=True)
    for name in ("media", "static"):
        (files / name).mkdir(parents=True)
    pg = cluster.test_cluster(place)
    try:
        url = served_url(place, pg, f"lane{number}", fresh=fresh)
        template = {TEMPLATE: f"lane{number}"} if fresh and "DATABASE_URL" not in os.environ else {}
        yield django.sealed_environment(place, database_url=url, files=files) | django.ALONE | template
    finally:
        with lock.alone(place.var / "lanes" / "server"):
            held.close()
            if not others(locks):
                pg.stop()


def served_url(place: Place, pg: cluster.Cluster, database: str, *, fresh: bool = False) -> str:
    """The database of the environment, where one is given; else one of our own, served."""
    given = os.environ.get("DATABASE_URL")
    if given:
        return given
    with lock.alone(place.var / "lanes" / "server"):
        pg.ensure()
        if fresh:
            pg.psql(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
        pg.ensure_database(database)
    return pg.url(database)


def others(locks: Path) -> bool:
    """Whether any lane is taken at this moment."""
    for number in range(LANES):
        held = lock.take(locks / str(number), wait=False)
        if held is None:
            return True
        held.close()
    return False
