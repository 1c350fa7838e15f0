"""The town at noon, by the clock that pages look at as well."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from tests.incidents.web.conftest import town

__all__ = ["new_id", "town"]


@pytest.fixture
def new_id() -> Callable[[], UUID]:
    return uuid4
