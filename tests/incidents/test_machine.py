"""T4: whatever two dispatchers, residents, grids, holidays and time do to cases, no invariant is ever broken.

WANGGE_MACHINE_STEPS sets how many happenings; the full 10,000 are run by the drill `machine`.
"""

import os
import sys
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from governance.ledger.models import Entry
from incidents.management.commands.workflow_diagram import INVARIANTS as SENTENCES
from incidents.models import Incident
from incidents.workflow import STEPS as TABLE
from tests.incidents.invariants import INVARIANTS, violations
from tests.incidents.machine_of_cases import LATER, Machine
from tests.incidents.machine_of_offices import HAPPENINGS
from tests.town import Town

STEPS = int(os.environ.get("WANGGE_MACHINE_STEPS", "300"))
IN_A_RUN = 100
COUNTS = dict.fromkeys(("steps", "taken", "races", "splits", "blackouts", "handovers", "bulks", "violations"), 0)
VERBS: set[str] = set()


@pytest.fixture
def runs(town: Town) -> type[RuleBasedStateMachine]:
    """A machine of Hypothesis over this town; each run of it is undone by a savepoint."""
    from django.db import transaction

    from grids import queries as grids
    from incidents.queries import reference

    begun = town.at

    class Cases(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            reference.forget_all()
            grids.forget()
            town.at = begun
            self.undone = transaction.atomic()
            self.undone.__enter__()
            self.machine = Machine(town)
            self.machine.report(Random(0))

        def teardown(self) -> None:
            for name in COUNTS.keys() - {"violations"}:
                COUNTS[name] += getattr(self.machine, name)
            told = set(Entry.objects.filter(kind="incident").values_list("verb", flat=True))
            VERBS.update(step.verb for step in TABLE if step.past in told and step.verb in LATER)
            try:
                COUNTS["violations"] += len(broken := violations(self.machine.at))
                assert not broken, broken
            finally:  # also after a finding: what follows, and its replay, begin on the same ground
                transaction.set_rollback(True)
                self.undone.__exit__(None, None, None)

        @rule(seed=st.integers(0, 2**32 - 1))
        def something_happens(self, seed: int) -> None:
            lot = Random(f"{seed}/{self.machine.steps}")  # Hypothesis likes to draw a number again
            happens = lot.choices([one for one, _weight in HAPPENINGS], [weight for _one, weight in HAPPENINGS])[0]
            happens(self.machine, lot)

        @invariant()
        def nothing_is_broken(self) -> None:
            broken = violations(self.machine.at, self.machine.touched)
            COUNTS["violations"] += len(broken)
            assert not broken, broken

    return Cases


def test_no_invariant_is_broken_by_anything_that_may_happen(runs: type[RuleBasedStateMachine], capsys: pytest.CaptureFixture[str]) -> None:
    for name in COUNTS:
        COUNTS[name] = 0
    run_state_machine_as_test(
        runs,
        settings=settings(
            max_examples=max(1, STEPS // IN_A_RUN), stateful_step_count=IN_A_RUN, deadline=None, database=None, derandomize=True,
            phases=[Phase.generate], suppress_health_check=list(HealthCheck), print_blob=True,
        ),
    )  # fmt: skip
    with capsys.disabled():
        sys.stdout.write("\n" + " ".join(f"{name}={count}" for name, count in COUNTS.items()) + f" verbs={len(VERBS)}/{len(LATER)}\n")
    assert COUNTS["taken"] > COUNTS["steps"] / 5, "most of what was tried was refused: nothing was tested"


@pytest.mark.parametrize(
    "damage",
    [
        {"due_at": None}, {"paused_at": "now"}, {"extensions": 1}, {"pending": "extension"}, {"version": 9}, {"state": "filed"},
        {"clocks": []},
    ],
)  # fmt: skip
def test_the_invariants_find_what_is_broken(town: Town, damage: dict[str, Any]) -> None:
    """The red control."""
    case = town.case()
    assert violations(town.at) == []
    Incident.objects.filter(pk=case.pk).update(**{name: town.at if value == "now" else value for name, value in damage.items()})
    try:
        found = violations(town.at)
    except IndexError:
        found = ["no clock"]
    assert found


def test_the_docs_have_the_sentences_that_are_checked() -> None:
    assert list(SENTENCES) == list(INVARIANTS)
