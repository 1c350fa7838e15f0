"""Files of ../shared/data that may not be shipped; a checkout without them skips the tests that need them."""

from collections.abc import Callable
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.fixture
def shared() -> Callable[[str], Path]:
    def path_of(name: str) -> Path:
        path = FOLDER / name
        if not path.exists():
            pytest.skip(f"../shared/data/{name} is not here")
        return path

    return path_of
