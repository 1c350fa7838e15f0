"""Locks and lanes: commands at the same time in one checkout keep out of each other's way."""

from pathlib import Path

import pytest

from devtools import cluster, lanes, lock
from devtools.place import Place


def test_a_lock_that_is_held_is_not_given_and_names_its_holder(tmp_path: Path) -> None:
    path = tmp_path / "name"
    held = lock.take(path)
    assert held
    assert lock.take(path, wait=False) is None
    assert lock.holder(path) is not None
    held.close()
    assert lock.holder(path) is None
    assert lock.take(path, wait=False) is not None


def test_a_lock_nobody_ever_took_has_no_holder(tmp_path: Path) -> None:
    assert lock.holder(tmp_path / "never") is None
    assert not (tmp_path / "never").exists()


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Lanes without a real server: what would have been served, and 'stop' for the end."""
    seen: list[str] = []
    for name in ("MEDIA_ROOT", "LEDGER_HEAD_FILE", "WANGGE_VAR", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(cluster.Cluster, "ensure", lambda _: True)
    monkeypatch.setattr(cluster.Cluster, "ensure_database", lambda _, name: seen.append(name))
    monkeypatch.setattr(cluster.Cluster, "stop", lambda _: seen.append("stop"))
    return seen


def test_two_test_runs_get_databases_and_files_of_their_own(tmp_path: Path, served: list[str]) -> None:
    with lanes.lane(Place(tmp_path)) as first, lanes.lane(Place(tmp_path)) as second:
        assert first["DATABASE_URL"] != second["DATABASE_URL"]
        assert first["WANGGE_VAR"] != second["WANGGE_VAR"]
    assert served == ["lane0", "lane1", "stop"]


def test_a_lane_left_is_taken_again_without_its_old_files(tmp_path: Path, served: list[str]) -> None:
    with lanes.lane(Place(tmp_path)) as env:
        left = Path(env["WANGGE_VAR"], "media", "left.jpg")
        left.touch()
    with lanes.lane(Place(tmp_path)) as env:
        assert Path(env["WANGGE_VAR"], "media", "left.jpg") == left
        assert not left.exists()
    assert served.count("lane0") == 2


def test_a_fresh_lane_names_its_empty_database_and_leaves_one_that_was_given_alone(
    tmp_path: Path, served: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster.Cluster, "psql", lambda _, sql: served.append(sql))
    with lanes.lane(Place(tmp_path), fresh=True) as env:
        assert env[lanes.TEMPLATE] == "lane0"
    assert served == ['DROP DATABASE IF EXISTS "lane0" WITH (FORCE)', "lane0", "stop"]
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/kept")
    monkeypatch.delenv(lanes.TEMPLATE, raising=False)  # a whole run of tests has one itself
    with lanes.lane(Place(tmp_path), fresh=True) as env:
        assert lanes.TEMPLATE not in env
    assert served[3:] == ["stop"]


def test_the_files_of_tests_are_never_those_of_the_environment(tmp_path: Path, served: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDIA_ROOT", "/srv/real/photos")
    monkeypatch.setenv("WANGGE_VAR", "/srv/real")
    with lanes.lane(Place(tmp_path)) as env:
        assert "real" not in env.get("MEDIA_ROOT", "") + env["WANGGE_VAR"]
    assert served
