"""PostgreSQL runs as the owner of its data, and never as root."""

import os
import pwd
from pathlib import Path

import pytest

from devtools import owner
from devtools.say import Stop


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    mine = tmp_path.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: mine)
    return tmp_path


def test_root_with_files_of_its_own_runs_it_in_a_namespace(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "stat", lambda _: os.stat_result([0] * 10))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert owner.as_owner_of(home) == owner.NAMESPACE


def test_root_with_files_of_a_user_runs_it_as_that_user(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = pwd.getpwnam("nobody")
    monkeypatch.setattr(Path, "stat", lambda _: os.stat_result([0] * 4 + [nobody.pw_uid] + [0] * 5))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert owner.as_owner_of(home) == ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--init-groups"]


def test_a_user_with_files_of_another_is_told_whose_they_are(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = pwd.getpwuid(home.stat().st_uid).pw_name
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    with pytest.raises(Stop, match=f"belongs to {name}"):
        owner.as_owner_of(home)


def test_where_namespaces_are_forbidden_root_moves_the_data_to_a_place_that_postgres_may_enter(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[tuple[Path, int]] = []
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(owner, "can_write", lambda *_: False)
    monkeypatch.setattr(owner, "service_user", lambda: pwd.getpwnam("nobody"))
    monkeypatch.setattr(os, "chown", lambda path, uid, _gid: given.append((path, uid)))
    wanted, elsewhere = home / "var" / "pg", home / "lib" / "pg"
    assert owner.make_home(wanted, elsewhere) == elsewhere
    assert given == [(elsewhere, pwd.getpwnam("nobody").pw_uid)]
    assert owner.make_home(wanted, home / "other") == elsewhere.resolve()


def test_where_namespaces_work_the_data_stays_in_the_checkout(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owner, "can_write", lambda *_: True)
    wanted = home / "var" / "pg"
    assert owner.make_home(wanted, home / "lib") == wanted.resolve()
    assert wanted.stat().st_mode & 0o777 == 0o700


def test_without_either_way_one_line_says_what_to_install(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(owner, "can_write", lambda *_: False)
    monkeypatch.setattr(owner, "service_user", lambda: None)
    with pytest.raises(Stop, match="apt-get install postgresql-postgis"):
        owner.make_home(home / "var" / "pg", home / "lib")
