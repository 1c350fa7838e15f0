"""The project as it runs: its database served, its environment made."""

from __future__ import annotations

import os

from devtools import cluster, django, lock
from devtools.place import Place

DATABASE = "wangge"


def serve_database(place: Place) -> bool:
    """Serve the private database unless the environment names another; True when this call started it."""
    if os.environ.get("DATABASE_URL"):
        return False
    pg = cluster.run_cluster(place)
    with lock.alone(place.var / "setup.lock"):
        started = pg.ensure()
        pg.ensure_database(DATABASE)
    return started


def environment(place: Place) -> dict[str, str]:
    """What a Django process of `run`, `manage` and `bench` finds in its environment."""
    return django.environment(place, database_url=cluster.run_cluster(place).url(DATABASE), files=place.var)
