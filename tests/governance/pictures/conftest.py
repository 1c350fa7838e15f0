"""A darkroom of the test's own, closed at the end."""

from collections.abc import Iterator

import pytest

from governance.pictures.darkroom import Darkroom


@pytest.fixture(scope="session")
def darkroom() -> Iterator[Darkroom]:
    room = Darkroom()
    yield room
    room.close()
