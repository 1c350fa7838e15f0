"""People at plain browsers, and a town as it stands now."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from incidents.models import Incident
from tests.town import Town, build_town

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def town(db: None) -> Town:
    """The town as it stands now: pages look at the real clock."""
    cache.clear()
    town = build_town()
    town.at = timezone.now()
    return town


@pytest.fixture
def as_(town: Town) -> Callable[[str], Client]:
    """A client signed in as somebody of the town; "" is nobody."""

    def client(name: str) -> Client:
        made = Client(headers={"accept-language": "zh-hans"})
        if name:
            made.force_login(town.people[name], backend=BACKEND)
        return made

    return client


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
