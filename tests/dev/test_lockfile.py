"""uv.lock read for pip: the same packages, hashes included."""

import tomllib
from importlib.metadata import version
from typing import Any

import pytest
from packaging.markers import Marker

from devtools import lockfile
from devtools.place import this_checkout


def holds(marker: str) -> bool:
    return bool(Marker(marker).evaluate())


@pytest.fixture(scope="module")
def lock() -> dict[str, Any]:
    return tomllib.loads((this_checkout().root / "uv.lock").read_text())


def test_every_package_is_at_the_version_that_is_installed(lock: dict[str, Any]) -> None:
    packages = lockfile.chosen(lock, ["dev", "browser"], holds)
    assert len(packages) > 60
    assert {p["name"]: p["version"] for p in packages} == {p["name"]: version(p["name"]) for p in packages}


def test_extras_and_markers_are_followed(lock: dict[str, Any]) -> None:
    names = [package["name"] for package in lockfile.chosen(lock, ["browser"], holds)]
    assert "psycopg-binary" in names
    assert "psycopg-pool" in names
    assert "playwright" in names
    assert "colorama" not in names
    assert "pytest" not in names
    assert len(names) == len(set(names))


def test_every_line_pins_a_version_and_its_hashes(lock: dict[str, Any]) -> None:
    for line in lockfile.lines(lockfile.chosen(lock, ["dev"], holds)):
        name, *hashes = line.split(" ")
        assert "==" in name
        assert hashes
        assert all(one.startswith("--hash=sha256:") for one in hashes)
