"""What others made is here unchanged: each vendored file has the hash that the lock names, and no file is without one."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SERVED = HERE.parent.parent / "static" / "vendor"
TEXTS = {"LICENSE", "vendor.lock", "test_lock.py"}

pytestmark = pytest.mark.parametrize("folder", [HERE, SERVED], ids=["for tests", "served"])


def test_every_vendored_file_is_the_one_in_the_lock(folder: Path) -> None:
    locked = {name: digest for one in json.loads((folder / "vendor.lock").read_text()).values() for name, digest in one["files"].items()}
    found = {
        path.relative_to(folder).as_posix(): f"sha256-{sha256(path.read_bytes()).hexdigest()}"
        for path in folder.rglob("*")
        if path.is_file() and path.name not in TEXTS and "__pycache__" not in path.parts
    }
    assert found == locked


def test_every_vendored_thing_has_its_licence_beside_it(folder: Path) -> None:
    for name in json.loads((folder / "vendor.lock").read_text()):
        assert (folder / name / "LICENSE").read_text().strip()
