"""Slow browsing is seen: somebody who looks at far more people than the others stands out. Case D13; C11: no admin site beside the doors."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import get_resolver

from residents.models import Look
from residents.queries.watching import unusual_lookers
from tests.residents.conftest import AT


def looks(actor, people):
    Look.objects.bulk_create(Look(resident_id=uuid4(), chain="440310", seq=n, actor_id=actor, at=AT) for n in range(people))


@pytest.mark.django_db
def test_d13_whoever_looks_three_times_as_much_as_the_median_stands_out():
    for actor, people in ((1, 30), (2, 40), (3, 35), (4, 150)):
        looks(actor, people)
    [(_who, people, times)] = unusual_lookers(at=AT)
    assert (people, times) == (150, 4.0)


@pytest.mark.django_db
@pytest.mark.parametrize("week", [(3, 4, 40), (60, 70, 180)], ids=["few looks", "many looks of all"])
def test_d13_an_ordinary_week_stands_out_for_nobody(week: tuple[int, ...]):
    for actor, people in enumerate(week, 1):
        looks(actor, people)
    assert unusual_lookers(at=AT) == []


def test_c11_there_is_no_admin_site_beside_the_doors():
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    assert not any("admin" in str(one.pattern) for one in get_resolver().url_patterns)
