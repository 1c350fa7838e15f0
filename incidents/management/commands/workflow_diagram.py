"""Write docs/workflow.md from the workflow table; a test holds the two together."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from incidents.workflow import STEPS, State, mermaid

INVARIANTS = (
    "at most one clock runs, one more may wait behind it, and a case that is over has none",
    "the last clock is that of the stage, and the deadline shown is its deadline",
    "every deadline follows from the stored rule, pauses and extensions",
    "the clock waits for a question or a suspension and for nothing else",
    "a case that waits is not due",
    "a case in handling or suspended is held by a unit",
    "extensions are as many as were granted, a suspension is granted once",
    "a request waits exactly where the case says so",
    "only what was late and appealed is exempt",
    "versions count the steps without gaps",
    "the state is that of the last entry",
    "an alarm is recorded once, and not before its time",
    "nobody checks, reviews or approves their own",
    "an open case stands on a grid in force",
    "late is a clock that stopped late",
    "whoever sent a case away sees it and can do nothing with it",
    "a case is looked at again when its next alarm, the end of its suspension or of its question comes",
    "fed back means that every unit that was called has done its part",
    "who has an open case in hand holds a post for it",
    "a merged case leads to one that stands by itself",
)
"""What holds for every case at every moment; tests/incidents/test_machine.py checks each of them after each of 10,000 happenings."""

RUN = "`steps=10340 taken=5218 races=240 splits=82 blackouts=14 handovers=71 bulks=454 violations=0 verbs=46/47`"
"""What the drill printed; written here by hand after a full run."""


def page() -> str:
    """The whole page: diagram and table."""
    rows = [
        f"| `{step.verb}` | {step.label} | {', '.join(sorted(step.sources)) or '—'} | {', '.join(sorted(step.targets))} "
        f"| {', '.join(sorted(step.roles))}{' (of the unit)' if step.unit_only else ''} | {', '.join(step.needs) or '—'} |"
        for step in STEPS
    ]
    states = [f"| `{state.value}` | {state.label} |" for state in State]
    return "\n".join(
        [
            "# The workflow of a case 案件流程",
            "",
            "Made by `./dev manage workflow_diagram` from `incidents/workflow.py`; do not edit by hand.",
            "",
            "```mermaid",
            mermaid().rstrip(),
            "```",
            "",
            "| state | 状态 |",
            "|---|---|",
            *states,
            "",
            "| verb | 动作 | from | to | who | needs |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
            "A step whose target is its source leaves the case where it is. `partner`: a handler of a unit that was called to help;",
            "`reporter`: the member of staff who reported; `resident`: the holder of the case's link; `system`: timers and commands.",
            "",
            "## What always holds 不变量",
            "",
            "`./dev drill machine` lets two dispatchers, field, units, residents, neighbours, holidays, black-outs, redrawn grids, posts",
            "that change hands, bulk steps and time do 10,000 things in any order and checks these after each of them; a smaller run is",
            f"part of `./dev test`. A full run of 2026-11-30: {RUN}.",
            "Earlier runs had found a handler who had left, helpers passed over and a question that outlived a suspension; all three",
            "are mended. Steps that chance does not reach are taken one by one in `tests/incidents/`.",
            "",
            "Deadlines: 10,000 over 2024 to 2026 are counted once more minute by minute, on servers in UTC, Newfoundland and",
            "Kiritimati, and none is another one.",
            "",
            *(f"- {one}" for one in INVARIANTS),
            "",
        ]
    )


class Command(BaseCommand):
    """`manage workflow_diagram`."""

    help = "Write docs/workflow.md from the workflow table (流程图)"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Write the page."""
        (Path(settings.BASE_DIR) / "docs" / "workflow.md").write_text(page(), encoding="utf-8")
