"""The Python environment .venv, made from the committed uv.lock, every file checked against its hash.

When nothing changed it is not touched and the network is not tried: a stamp inside .venv names what it was made from.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from devtools.cluster import last_line
from devtools.place import Place
from devtools.say import step, stop

UV = "uv>=0.13,<1"
STAMP = "wangge-stamp.json"
RUN = frozenset[str]()
TEST = frozenset({"dev", "browser"})


def ensure_environment(place: Place, groups: frozenset[str]) -> None:
    """Have .venv hold what uv.lock says for the runtime and `groups`; groups once installed stay."""
    stamp = place.venv / STAMP
    had = read_stamp(stamp)
    source, usable = made_from(place), works(place)
    if usable and had.made_from == source and groups <= had.groups:
        return
    if place.venv.exists() and not usable:
        shutil.rmtree(place.venv)
    wanted = Stamp(source, groups | (had.groups if usable else frozenset()))
    step("installing the Python packages of uv.lock into .venv")
    uv = find_uv(place)
    if uv:
        sync_with_uv(uv, place, wanted.groups)
    else:
        sync_with_pip(place, wanted.groups)
    stamp.write_text(json.dumps({"made_from": wanted.made_from, "groups": sorted(wanted.groups)}))


def made_from(place: Place) -> str:
    """A hash of the lock and of where the checkout stands: scripts of an environment name its path."""
    return hashlib.sha256(str(place.root).encode() + b"\0" + (place.root / "uv.lock").read_bytes()).hexdigest()


@dataclass(frozen=True)
class Stamp:
    """What .venv was made from, and the dependency groups in it."""

    made_from: str
    groups: frozenset[str]


def read_stamp(path: Path) -> Stamp:
    try:
        found = json.loads(path.read_text())
        return Stamp(str(found["made_from"]), frozenset(found["groups"]))
    except (OSError, ValueError, KeyError):
        return Stamp("", frozenset())


def works(place: Place) -> bool:
    """Whether .venv has a Python that starts: a checkout that moved or an upgraded system leaves a dead one."""
    return Path(place.python).exists() and subprocess.run([place.python, "-c", ""], capture_output=True, check=False).returncode == 0


def find_uv(place: Place) -> str | None:
    """uv from PyPI in an environment of its own, so that its version is ours to say; None where it cannot be had."""
    own = place.var / "uv" / "bin" / "uv"
    if own.exists():
        return str(own)
    step("fetching uv from PyPI")
    make_venv(place.var / "uv")
    pip = [str(place.var / "uv" / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", UV]
    done = subprocess.run(pip, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode == 0 and own.exists():
        return str(own)
    step(f"uv cannot be had ({last_line(done.stderr)}): using pip")
    return None


def make_venv(path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "venv", path], capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(path, ignore_errors=True)
        stop("python3 -m venv does not work: sudo apt-get install python3-venv")


def sync_with_uv(uv: str, place: Place, groups: frozenset[str]) -> None:
    """Make .venv equal to the lock; --frozen: the lock is obeyed, never rewritten; no Python is ever downloaded."""
    call = [uv, "sync", "--frozen", "--no-default-groups", "--no-progress", "--quiet"]
    for group in sorted(groups):
        call += ["--group", group]
    if not place.venv.exists():
        call += ["--python", sys.executable]
    env = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    env |= {"UV_PYTHON_DOWNLOADS": "never", "UV_PROJECT_ENVIRONMENT": str(place.venv)}
    done = subprocess.run(call, env=env, cwd=place.root, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        stop("the Python packages could not be installed (above); the first time needs the network or PyPI's mirror in UV_DEFAULT_INDEX")


def sync_with_pip(place: Place, groups: frozenset[str]) -> None:
    """The same packages by pip: slower, and packages that left the lock stay behind."""
    if not place.venv.exists():
        make_venv(place.venv)
    listing = place.var / "requirements.txt"
    listed = subprocess.run(
        [place.python, "-m", "devtools.lockfile", *sorted(groups)], cwd=place.root, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        stop(f"uv.lock could not be read: {last_line(listed.stderr)}")
    listing.write_text(listed.stdout)
    pip = [place.python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps", "--require-hashes", "-r", str(listing)]
    if subprocess.run(pip, stdin=subprocess.DEVNULL, check=False).returncode:
        stop("the Python packages could not be installed (above); the first time needs the network")
