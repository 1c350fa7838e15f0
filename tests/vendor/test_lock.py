"""What others made is here unchanged: each vendored file has the hash that the lock names, and no file is without one."""

import json
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
TEXTS = {"LICENSE", "vendor.lock", "test_lock.py"}


def test_every_vendored_file_is_the_one_in_the_lock() -> None:
    locked = {name: digest for one in json.loads((HERE / "vendor.lock").read_text()).values() for name, digest in one["files"].items()}
    found = {
        path.relative_to(HERE).as_posix(): f"sha256-{sha256(path.read_bytes()).hexdigest()}"
        for path in HERE.rglob("*")
        if path.is_file() and path.name not in TEXTS and "__pycache__" not in path.parts
    }
    assert found == locked


def test_every_vendored_thing_has_its_licence_beside_it() -> None:
    for name in json.loads((HERE / "vendor.lock").read_text()):
        assert (HERE / name / "LICENSE").read_text().strip()
