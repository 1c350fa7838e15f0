"""A second instance: a database of its own, and a server process of its own that serves it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.db import connection, connections

ROOT = Path(__file__).parents[3]
PATIENCE_S = 60


@dataclass(frozen=True)
class Second:
    """The other city: where it answers and which database is its own."""

    address: str
    database: str

    @contextmanager
    def inside(self) -> Iterator[None]:
        """What is done in this block, is done in their database: their staff at their desks."""
        settings, ours = connection.settings_dict, connection.settings_dict["NAME"]
        with _moved(settings, self.database):
            yield
        assert settings["NAME"] == ours


@contextmanager
def _moved(settings: dict, name: str) -> Iterator[None]:
    ours = settings["NAME"]
    _leave()
    settings["NAME"] = name
    try:
        yield
    finally:
        _leave()
        settings["NAME"] = ours


def _leave() -> None:
    connections.close_all()
    if connection.pool:
        connection.close_pool()


@contextmanager
def second_instance() -> Iterator[Second]:
    """A copy of the database as it stands now, served by another process; both are gone at the end."""
    settings = connection.settings_dict
    ours, theirs = settings["NAME"], f"{settings['NAME']}_second"
    _leave()
    _admin(settings, f'DROP DATABASE IF EXISTS "{theirs}" WITH (FORCE)')
    _admin(settings, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()", [ours])
    _admin(settings, f'CREATE DATABASE "{theirs}" TEMPLATE "{ours}"')
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    place = f"{quote(settings['USER'] or '', safe='')}@/{theirs}?host={quote(settings['HOST'], safe='')}&port={settings['PORT'] or 5432}"
    server = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "governance.asgi:application", "--host", "127.0.0.1", "--port", str(port), "--log-level", "error"],
        cwd=ROOT, env=os.environ | {"DATABASE_URL": f"postgres://{place}", "DATABASE_POOL": "0"},
    )  # fmt: skip
    try:
        _answering(f"127.0.0.1:{port}", server)
        yield Second(f"http://127.0.0.1:{port}", theirs)
    finally:
        server.terminate()
        server.wait(timeout=20)
        _admin(settings, f'DROP DATABASE IF EXISTS "{theirs}" WITH (FORCE)')


def _answering(address: str, server: subprocess.Popen) -> None:
    """Wait until it answers."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        assert server.poll() is None, "the second server ended"
        talk = HTTPConnection(address, timeout=5)
        try:
            talk.request("GET", "/open311/discovery.json")
            assert talk.getresponse().status == 200
            return
        except OSError:
            time.sleep(0.1)
        finally:
            talk.close()
    raise AssertionError("the second server did not answer")


def _admin(settings: dict, statement: str, values: list[str] | None = None) -> None:
    where = {"host": settings["HOST"], "port": settings["PORT"] or 5432, "user": settings["USER"], "password": settings["PASSWORD"]}
    with psycopg.connect(dbname="postgres", autocommit=True, **{key: value for key, value in where.items() if value}) as admin:
        admin.execute(statement, values)
