"""A town, and cases that ended in it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from incidents.models import Incident
from tests.town import Town, build_town


@pytest.fixture
def town(db: None, noon: None) -> Town:
    """At noon, by the clock that pages look at as well."""
    return build_town()


@pytest.fixture
def ended(town: Town) -> Callable[..., UUID]:
    """A case that came and was closed so many days ago; its rows are written as the actions would leave them."""

    def case(*, days: int = 0, late: bool | None = False, came: datetime | None = None, **given: object) -> UUID:
        made = town.case(**given)  # type: ignore[arg-type]
        at = town.at - timedelta(days=days)
        Incident.objects.filter(pk=made.pk).update(
            state="closed", received_at=came or at - timedelta(minutes=5), closed_at=at, late=late, due_at=None
        )
        return made.pk

    return case
