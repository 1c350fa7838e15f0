"""What the project needs of the operating system, and how a Debian or Ubuntu gets it."""

from __future__ import annotations

import ctypes.util
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from devtools.cluster import last_line, server_folders
from devtools.say import step, stop

CREATECLUSTER = Path("/etc/postgresql-common/createcluster.conf")
OS_RELEASE = Path("/etc/os-release")
FONTS = Path("/usr/share/fonts")
BUNDLE = Path("/etc/ssl/certs/ca-certificates.crt")  # Debian's pip knows no other


@dataclass(frozen=True)
class Need:
    """One thing, whether it is here, and the Debian package that brings it."""

    name: str
    package: str
    here: Callable[[], bool]


def chromium() -> str | None:
    """The browser for the browser tests: Debian's headless shell, which costs a third less than the whole; CHROMIUM names another one."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("google-chrome")


POSTGIS = Need("PostgreSQL with PostGIS", "postgresql-postgis", lambda: bool(server_folders()))
GDAL = Need("GDAL", "gdal-bin", lambda: ctypes.util.find_library("gdal") is not None)
CERTIFICATES = Need("the certificates of the web", "ca-certificates", BUNDLE.exists)
GETTEXT = Need("gettext", "gettext", lambda: shutil.which("msgfmt") is not None)
VENV = Need(
    "Python's venv",
    f"python{sys.version_info.major}.{sys.version_info.minor}-venv",
    lambda: importlib.util.find_spec("ensurepip") is not None,
)
GIT = Need("git", "git", lambda: shutil.which("git") is not None)
CHROMIUM = Need("Chromium", "chromium-headless-shell", lambda: chromium() is not None)
ATOMIC = Need("libatomic", "libatomic1", lambda: ctypes.util.find_library("atomic") is not None)
CJK = Need("Chinese fonts", "fonts-noto-cjk", lambda: any(FONTS.glob("**/NotoSansCJK*")))


def needs(*, tests: bool) -> list[Need]:
    """What must be here; a database given by DATABASE_URL spares the server, not the geographic libraries."""
    found = [GDAL if os.environ.get("DATABASE_URL") else POSTGIS, GETTEXT, VENV, CERTIFICATES, CJK]
    return found + ([GIT, CHROMIUM, ATOMIC] if tests else [])


def ensure_system(wanted: Sequence[Need]) -> None:
    """Install what is missing with apt, as root or by sudo; where that cannot be, say the one command that would."""
    missing = [need for need in wanted if not need.here()]
    if not missing:
        return
    if CHROMIUM in missing and is_ubuntu():
        stop("missing: Chromium, which Ubuntu has only as a snap; install Google Chrome, or name a Chromium in CHROMIUM")
    names = ", ".join(need.name for need in missing)
    packages = [need.package for need in missing]
    by_hand = f"missing: {names}; install: sudo apt-get install {' '.join(packages)}"
    root = become_root()
    if root is None or shutil.which("apt-get") is None:
        stop(by_hand)
    step(f"missing: {names}; installing with apt-get: {' '.join(packages)}")
    apt(root, "update", by_hand=by_hand)
    if POSTGIS in missing:
        without_main_cluster(root, by_hand)
    apt(root, "install", *packages, by_hand=by_hand)
    still = [need.name for need in missing if not need.here()]
    if still:
        stop(f"still missing after the installation: {', '.join(still)}")


def is_ubuntu() -> bool:
    return OS_RELEASE.exists() and "ID=ubuntu" in OS_RELEASE.read_text().splitlines()


def become_root() -> list[str] | None:
    """The prefix that makes a command root's, or None. Without a terminal sudo must not ask for a password."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    if sys.stdin and sys.stdin.isatty():
        return ["sudo"]
    allowed = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ["sudo", "-n"] if allowed else None


def apt(root: list[str], verb: str, *packages: str, by_hand: str) -> None:
    """One call of apt-get that never asks; configuration files that are already here stay as they are."""
    call = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "UCF_FORCE_CONFFOLD=1", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    if verb == "install":
        call += ["-y", "--no-install-recommends", "-o", "Dpkg::Options::=--force-confold"]
    done = subprocess.run([*call, verb, *packages], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        stop(f"apt-get {verb} failed ({last_line(done.stderr or done.stdout)}); {by_hand}")


def without_main_cluster(root: list[str], by_hand: str) -> None:
    """Keep Debian's packages from making a cluster `main` that would listen on 5432: nobody asked for it.

    The setting belongs to postgresql-common, so that package comes first. A line that is there already is an
    administrator's decision and stays.
    """
    apt(root, "install", "postgresql-common", by_hand=by_hand)
    text = CREATECLUSTER.read_text() if CREATECLUSTER.exists() else ""
    if any(line.strip().startswith("create_main_cluster") for line in text.splitlines()):
        return
    text += "\n# a project here keeps a cluster of its own; no other was asked for\ncreate_main_cluster = false\n"
    subprocess.run([*root, "tee", str(CREATECLUSTER)], input=text, text=True, stdout=subprocess.DEVNULL, check=True)
