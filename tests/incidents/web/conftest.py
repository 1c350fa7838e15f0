"""The town as it stands now: pages look at the real clock."""

import pytest

from tests.town import Town, build_town


@pytest.fixture
def town(db: None) -> Town:
    """See above."""
    return build_town(now=True)
