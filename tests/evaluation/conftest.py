"""Evaluation of the small town."""

from collections.abc import Callable

import pytest
from django.core.management import call_command

from tests.evaluation.days import Days
from tests.town import Town


@pytest.fixture
def catalogue(db: None) -> None:
    """The indicators that come with the program."""
    call_command("load_indicators", verbosity=0)


@pytest.fixture
def days(town: Town, catalogue: None) -> Callable[[], Days]:
    """Cases taken through their steps by the town's people, at times that a test chooses."""
    return lambda: Days(town)
