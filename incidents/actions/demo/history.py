"""Writing the demonstration's cases (写入演示案件): rows, photos and entries of some weeks in a few transactions."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db import transaction

from governance.ledger.record import record_many
from incidents.actions.demo.flare import flare_plans
from incidents.actions.demo.plan import Plan, closed_plans, open_plans
from incidents.actions.demo.story import Story
from incidents.actions.demo.teller import Setting
from incidents.actions.demo.telling import told
from incidents.actions.insert_many import insert_cases
from incidents.models import Incident, Photo
from incidents.workflow import OPEN

AT_ONCE = 150
"""Cases in one transaction: about a thousand entries, while which the district's chain is locked."""
MANY = 2000
"""From here on the demonstration has enough cases for something unusual to stand out from them."""


def write_history(*, setting: Setting, count: int, seed: int, grids: tuple[str, ...]) -> tuple[int, int]:
    """Tell and write `count` cases, the open ones among them; how many were written, and how many of them are open.

    Cases that are there are left out, so that a load that broke off goes on. Records what each step records.
    """
    queue = list(open_plans(mix=setting.mix, seed=seed, now=setting.now, grids=grids))
    flare = list(flare_plans(mix=setting.mix, seed=seed, now=setting.now)) if count >= MANY else []
    over = closed_plans(mix=setting.mix, count=max(0, count - len(queue) - len(flare)), seed=seed, now=setting.now)
    stories = [told(plan, setting) for plan in _missing([*over, *flare, *queue])]
    stories.sort(key=lambda story: (story.case["received_at"], story.case_id))
    for batch in _batches(stories):
        _write(batch)
    return len(stories), sum(story.stands in OPEN for story in stories)


def _missing(plans: Iterable[Plan]) -> Iterator[Plan]:
    known = set(Incident.objects.filter(origin__startswith="demo:").values_list("origin", flat=True))
    return (plan for plan in plans if f"demo:{plan.seed}" not in known)


def _batches(stories: Iterable[Story]) -> Iterator[list[Story]]:
    rest = iter(stories)
    while batch := list(islice(rest, AT_ONCE)):
        yield batch


@transaction.atomic
def _write(stories: Sequence[Story]) -> None:
    insert_cases([story.draft() for story in stories])
    Photo.objects.bulk_create(photo for story in stories for photo in story.photos)
    record_many(facts=sorted((fact for story in stories for fact in story.facts), key=lambda fact: fact.at))
