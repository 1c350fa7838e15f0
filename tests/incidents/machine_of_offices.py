"""What an office does beside single cases: black-outs, posts that change hands, many cases at once. And how often each thing happens."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from random import Random
from uuid import UUID

import pytest

from governance.access.actor import SYSTEM_ACTOR
from governance.access.models import Post
from governance.errors import NotFound, Refused
from incidents.actions.blackouts import end_blackout, set_blackout
from incidents.actions.bulk import take_all, take_each
from incidents.actions.handover import hand_over_post, open_cases
from incidents.api.bulk import MANY
from incidents.api.steps import take_step
from incidents.models import Blackout, Incident
from tests.incidents.machine_of_cases import Machine
from tests.town import STREET

PAIRS = {"dan": "dick", "dick": "dan", "bob": "bea", "bea": "bob"}


def black_out(machine: Machine, lot: Random) -> None:
    """The duty chief sets a black-out for a grid or a community, or ends one."""
    machine.touched, machine.steps = [], machine.steps + 1
    erin, running = machine.town.actor("erin", machine.at), list(Blackout.objects.filter(ends_at__gt=machine.at))
    if running and lot.random() < 0.6:
        end_blackout(actor=erin, blackout=lot.choice(running), at=machine.at)
        return
    begins = machine.at + timedelta(hours=lot.choice((0, 0, 3)))
    set_blackout(
        actor=erin, code=lot.choice((f"{STREET}001", machine.town.grid)), starts_at=begins, ends_at=begins + timedelta(hours=lot.randint(1, 30)),
        message="道路大修，暂停受理", category_id=lot.choice((None, *machine.categories)), at=machine.at,
    )  # fmt: skip


def hand_over(machine: Machine, lot: Random) -> None:
    """A handler or a grid worker leaves the post to the other one, with all that is open; nothing stays with who left."""
    machine.touched, machine.steps, machine.handovers = None, machine.steps + 1, machine.handovers + 1
    machine.at += timedelta(seconds=1)
    held = Post.objects.filter(user__username__in=PAIRS).exclude(ends_at__lte=machine.at).select_related("user", "unit")
    post = lot.choice(sorted(held, key=lambda one: one.pk))
    successor = machine.town.people[PAIRS[post.user.username]]
    open_before = set(open_cases(post))
    hand_over_post(actor=machine.town.proved("sue", machine.at), mover=SYSTEM_ACTOR, post=post, successor=successor, at=machine.at)
    now = Incident.objects.filter(pk__in=open_before)
    assert not open_cases(post)
    assert all(successor.pk in {case.handler_id, case.worker_id} for case in now), "an open case stayed behind"


def many(machine: Machine, lot: Random) -> None:
    """One step for several cases: all or nothing, each by itself, or with a foreign one among them (C10)."""
    machine.steps, machine.bulks = machine.steps + 1, machine.bulks + 1
    if len(machine.cases) < 2:
        return
    cases = lot.sample(machine.cases[-8:], min(len(machine.cases[-8:]), lot.randint(2, 4)))
    foreign, actor = lot.random() < 0.2, machine.town.actor(lot.choice(("alice", "adam", "erin")), machine.at)
    items = list(Incident.objects.filter(pk__in=[case.pk for case in cases]).values_list("pk", "version"))
    if foreign:
        items.insert(lot.randrange(len(items)), (machine.abroad.pk, 1))
    machine.touched = None
    verb, given = lot.choice(sorted(MANY)), machine.inputs(lot, cases[0])

    def take(case_id: UUID, version: int) -> Incident:
        return take_step(verb=verb, actor=actor, incident_id=case_id, at=machine.at, inputs=given | {"version": version, "opinion": "批量"})

    run = partial(take_all, items=items, take=take) if lot.random() < 0.5 else partial(take_each, actor=actor, items=items, take=take)
    if foreign:
        with pytest.raises(Refused) as refused:
            run()
        assert isinstance(refused.value, NotFound) or run.func is take_all
        assert versions(items) == dict(items), "a foreign case among own ones had an effect"
        return
    try:
        came_of = run()
    except Refused:
        assert versions(items) == dict(items), "a refused case left the others changed"
        return
    done = came_of if isinstance(came_of, list) else came_of.done
    machine.taken += len(done)
    if verb != "merge":  # which also writes on the survivor
        assert {case_id for case_id, version in items if versions(items)[case_id] == version} == set(dict(items)) - {
            case.pk for case in done
        }


def versions(items: list[tuple[UUID, int]]) -> dict[UUID, int]:
    """The cases' versions as they stand now."""
    return dict(Incident.objects.filter(pk__in=dict(items)).values_list("pk", "version"))


HAPPENINGS: tuple[tuple[Callable[[Machine, Random], None], int], ...] = (
    (Machine.step, 76), (Machine.report, 5), (Machine.race, 3), (Machine.wait, 9), (Machine.holiday, 1), (Machine.redraw, 1), (black_out, 1),
    (hand_over, 1), (many, 3),
)  # fmt: skip
