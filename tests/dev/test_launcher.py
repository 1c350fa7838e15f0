"""The first lines of ./dev: find a Python that is new enough, or have it installed, or say so. Programs here are stand-ins."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from devtools.place import this_checkout

Program = Callable[[str, str], None]
Launch = Callable[[], subprocess.CompletedProcess[str]]


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A machine with the basic tools and no Python: its /usr/bin is a folder of the test."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for basic in ("sh", "dirname", "cat", "ln", "id"):
        (folder / basic).symlink_to(f"/usr/bin/{basic}")
    script = (this_checkout().root / "dev").read_text()
    (tmp_path / "dev").write_text(script.replace("/usr/bin/", f"{folder}/"))
    return tmp_path


@pytest.fixture
def program(machine: Path) -> Program:
    def write(name: str, script: str) -> None:
        path = machine / "bin" / name
        path.write_text(f"#!/usr/bin/sh\n{script}\n")
        path.chmod(0o755)

    return write


@pytest.fixture
def launch(machine: Path) -> Launch:
    def call() -> subprocess.CompletedProcess[str]:
        env = {"PATH": str(machine / "bin"), "PYTHONHOME": "/elsewhere"}
        return subprocess.run(["/usr/bin/sh", str(machine / "dev"), "stop"], env=env, capture_output=True, text=True, check=False)

    return call


NEW = 'case "$1" in -c) exit 0 ;; esac; echo "$0 $* ${PYTHONHOME-clean}"'
OLD = "exit 1"


def test_the_python_of_the_system_goes_before_any_other(machine: Path, program: Program, launch: Launch) -> None:
    program("python3", NEW)
    assert launch().stdout == f"{machine}/bin/python3 -m devtools stop clean\n"


def test_an_old_python_is_passed_over_for_a_newer_one(machine: Path, program: Program, launch: Launch) -> None:
    program("python3", OLD)
    program("python3.12", NEW)
    assert launch().stdout.startswith(f"{machine}/bin/python3.12 ")


def test_without_python_and_without_apt_one_line_says_what_to_install(launch: Launch) -> None:
    done = launch()
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["dev: no Python 3.11 or newer here; install it: sudo apt-get install python3 python3-venv"]


def test_apt_brings_python_and_the_command_goes_on(machine: Path, program: Program, launch: Launch) -> None:
    program("brought", NEW)
    program("sudo", 'exec "$@"')
    program("apt-get", f'echo "$*" >> {machine}/apt.log; case "$*" in *python3-venv) ln -s brought {machine}/bin/python3 ;; esac')
    done = launch()
    assert done.returncode == 0, done.stderr
    assert "-m devtools stop" in done.stdout
    assert (machine / "apt.log").read_text().splitlines()[0].endswith("update")


def test_a_python3_that_is_too_old_is_joined_by_a_newer_one(machine: Path, program: Program, launch: Launch) -> None:
    program("python3", OLD)
    program("brought", NEW)
    program("sudo", 'exec "$@"')
    program("apt-get", f'case "$*" in *python3.11-venv) ln -s brought {machine}/bin/python3.11 ;; esac')
    assert launch().stdout.startswith(f"{machine}/bin/python3.11 -m devtools")
