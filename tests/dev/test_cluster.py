"""The private PostgreSQL starts from every state that a machine leaves it in. Real servers, in directories of their own."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from devtools import cluster
from devtools.cluster import Cluster
from devtools.owner import make_home
from devtools.say import Stop


@pytest.fixture
def short() -> Iterator[Path]:
    """A short directory that every user may enter: for the sockets, and for the data where root cannot keep it."""
    made = Path(tempfile.mkdtemp(prefix="wangge-t", dir="/tmp"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def pg(tmp_path: Path, short: Path) -> Iterator[Cluster]:
    made = Cluster(tmp_path / "pg", short / "pg", short / "s", durable=False)
    yield made
    made.stop()


def test_a_fresh_directory_serves_with_checksums_utf8_and_no_network(pg: Cluster) -> None:
    assert pg.ensure() is True
    asked = "SELECT current_setting('data_checksums') || current_setting('server_encoding') || current_setting('listen_addresses')"
    assert pg.psql(asked) == "onUTF8"


def test_a_second_ensure_starts_nothing(pg: Cluster) -> None:
    pg.ensure()
    before = pg.pid()
    assert pg.ensure() is False
    assert pg.pid() == before


def test_data_stays_over_a_stop(pg: Cluster) -> None:
    pg.ensure()
    pg.ensure_database("kept")
    assert pg.stop() is True
    assert pg.pid() is None
    pg.ensure()
    assert "kept" in pg.psql("SELECT datname FROM pg_database").split()


def test_a_cluster_half_made_is_made_again(pg: Cluster) -> None:
    half = make_home(pg.home, pg.elsewhere) / "data.making"
    half.mkdir()
    (half / "PG_VERSION").write_text("15\n")
    assert pg.ensure() is True


def test_the_settings_follow_the_code_at_the_next_start(pg: Cluster) -> None:
    pg.ensure()
    pg.stop()
    (pg.data / "wangge.conf").write_text("max_connections = 7\n")
    pg.ensure()
    assert pg.psql("SHOW max_connections") == "80"


def test_a_killed_server_starts_again(pg: Cluster) -> None:
    pg.ensure()
    killed = pg.pid()
    assert killed
    os.kill(killed, signal.SIGKILL)
    while cluster.serves(killed, pg.data):
        time.sleep(0.02)
    assert pg.ensure() is True
    assert pg.psql("SELECT 1") == "1"


def test_a_pid_that_now_belongs_to_another_program_is_forgotten(pg: Cluster) -> None:
    pg.ensure()
    pg.stop()
    other = subprocess.Popen(["sleep", "60"])
    try:
        (pg.data / "postmaster.pid").write_text(f"{other.pid}\n{pg.data}\n{int(time.time())}\n5432\n{pg.sockets}\n\n  0 0\nready\n")
        assert pg.pid() is None
        assert pg.ensure() is True
    finally:
        other.kill()
        other.wait()


def test_a_lost_socket_is_made_again(pg: Cluster) -> None:
    pg.ensure()
    pg.socket.unlink()
    assert pg.ensure() is True
    assert pg.psql("SELECT 1") == "1"


def test_only_the_owner_may_enter_the_socket_directory(pg: Cluster) -> None:
    pg.ensure()
    assert pg.sockets.stat().st_mode & 0o777 == 0o700


def test_a_link_in_place_of_the_socket_directory_is_refused(pg: Cluster, tmp_path: Path) -> None:
    pg.sockets.symlink_to(tmp_path)
    with pytest.raises(Stop, match="somebody else"):
        pg.ensure()


def test_a_checkout_with_a_long_path_serves(tmp_path: Path, short: Path) -> None:
    deep = Cluster(tmp_path / ("d" * 100) / "pg", short / "pg", short / "s", durable=False)
    try:
        assert deep.ensure() is True
        with socket.socket(socket.AF_UNIX) as control, pytest.raises(OSError, match="too long"):
            control.connect(str(deep.home / deep.socket.name))
    finally:
        deep.stop()


def test_the_log_carries_no_statement_and_no_row(pg: Cluster) -> None:
    pg.ensure()
    pg.psql("CREATE TABLE person (name text UNIQUE)")
    pg.psql("INSERT INTO person VALUES ('张三')")
    with pytest.raises(Stop):
        pg.psql("INSERT INTO person VALUES ('张三')")
    log = pg.log.read_text()
    assert "duplicate key" in log
    assert "张三" not in log


def test_data_of_a_version_that_is_gone_is_named(pg: Cluster) -> None:
    pg.ensure()
    pg.stop()
    (pg.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(Stop, match="postgresql-9-postgis"):
        pg.ensure()
