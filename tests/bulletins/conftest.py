"""People at plain browsers: Django's client, without scripts."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from bulletins.queries.inforce import forget_alerts
from tests.town import Town, build_town

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def town(db: None) -> Town:
    """The town as it stands now: pages look at the real clock."""
    town = build_town()
    town.at = timezone.now()
    forget_alerts()
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
def new_id() -> Callable[[], UUID]:
    return uuid4
