"""The town at noon, by the clock that pages look at as well."""

import pytest

from tests.town import Town, build_town


@pytest.fixture
def town(db: None, noon: None) -> Town:
    """See above."""
    return build_town()
