"""Missing packages are installed with apt where that can be, and named in one line where it cannot.

apt-get here is a stand-in that writes down its calls.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from devtools import system
from devtools.say import Stop
from devtools.system import Need

Program = Callable[[str, str], None]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Put a program of this name first on the path; nothing but the basic tools of the system is behind it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for basic in ("env", "tee", "sh", "touch", "true", "grep"):
        (folder / basic).symlink_to(f"/usr/bin/{basic}")
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(system, "CREATECLUSTER", tmp_path / "createcluster.conf")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.chdir(tmp_path)

    def write(name: str, script: str) -> None:
        (folder / name).write_text(f"#!/usr/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)

    return write


LOGS = 'echo "$(env | grep -c DEBIAN_FRONTEND=noninteractive) $*" >> apt.log'
CHEESE = Need("cheese", "gouda", lambda: Path("installed").exists())


def calls() -> list[str]:
    return Path("apt.log").read_text().splitlines()


def test_nothing_missing_calls_nothing(program: Program) -> None:
    Path("installed").touch()
    system.ensure_system([CHEESE])
    assert not Path("apt.log").exists()


def test_root_installs_what_is_missing_without_being_asked_anything(program: Program) -> None:
    program("apt-get", LOGS + "\ntouch installed")
    system.ensure_system([CHEESE])
    assert all(call.startswith("1 ") for call in calls())
    assert [call.split()[-1] for call in calls()] == ["update", "gouda"]
    assert "--no-install-recommends" in calls()[1]
    assert "--force-confold" in calls()[1]


def test_postgresql_comes_after_the_word_that_forbids_its_own_cluster(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    program("apt-get", LOGS + "\ngrep -s create_main createcluster.conf >> apt.log; touch installed")
    postgis = Need("PostGIS", "postgresql-postgis", CHEESE.here)
    monkeypatch.setattr(system, "POSTGIS", postgis)
    system.ensure_system([postgis])
    assert [call.split()[-1] for call in calls()] == ["update", "postgresql-common", "postgresql-postgis", "false"]
    assert calls()[-1] == "create_main_cluster = false"


def test_an_administrators_word_about_the_main_cluster_stays(program: Program) -> None:
    program("apt-get", LOGS)
    system.CREATECLUSTER.write_text("create_main_cluster = true\n")
    system.without_main_cluster([], "by hand")
    assert system.CREATECLUSTER.read_text() == "create_main_cluster = true\n"


def test_a_user_with_sudo_installs_by_sudo(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    program("apt-get", LOGS + "\ntouch installed")
    program("sudo", 'echo "sudo $*" >> sudo.log\n[ "$1" = -n ] && shift\nexec "$@"')
    system.ensure_system([CHEESE])
    assert all(line.startswith("sudo -n ") for line in Path("sudo.log").read_text().splitlines())
    assert len(calls()) == 2


@pytest.mark.parametrize("sudo", [None, "exit 1"])
def test_without_root_and_sudo_one_line_names_the_command(program: Program, monkeypatch: pytest.MonkeyPatch, sudo: str | None) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    program("apt-get", LOGS)
    if sudo:
        program("sudo", sudo)
    with pytest.raises(Stop, match=r"^missing: cheese; install: sudo apt-get install gouda$"):
        system.ensure_system([CHEESE])
    assert not Path("apt.log").exists()


def test_without_apt_one_line_names_the_command(program: Program) -> None:
    with pytest.raises(Stop, match=r"missing: cheese; install: .*gouda"):
        system.ensure_system([CHEESE])


def test_a_failing_apt_is_told_with_its_last_word(program: Program) -> None:
    program("apt-get", 'echo "E: Temporary failure resolving" >&2; exit 100')
    with pytest.raises(Stop, match=r"apt-get update failed \(E: Temporary failure resolving\); missing: cheese"):
        system.ensure_system([CHEESE])


def test_an_installation_that_brings_nothing_is_not_taken_for_done(program: Program) -> None:
    program("apt-get", LOGS)
    with pytest.raises(Stop, match="still missing after the installation: cheese"):
        system.ensure_system([CHEESE])


def test_a_database_given_from_outside_needs_no_server_but_the_geographic_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/db")
    assert system.GDAL in system.needs(tests=False)
    assert system.POSTGIS not in system.needs(tests=False)
    monkeypatch.delenv("DATABASE_URL")
    assert system.POSTGIS in system.needs(tests=False)


def test_ubuntu_is_told_where_a_chromium_comes_from(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program("apt-get", LOGS)
    (tmp_path / "os-release").write_text('NAME="Ubuntu"\nID=ubuntu\n')
    monkeypatch.setattr(system, "OS_RELEASE", tmp_path / "os-release")
    monkeypatch.delenv("CHROMIUM", raising=False)
    with pytest.raises(Stop, match="Google Chrome"):
        system.ensure_system([system.CHROMIUM])
    assert not Path("apt.log").exists()
