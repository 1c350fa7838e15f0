"""Write docs/workflow.md from the workflow table; a test holds the two together."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from incidents.workflow import STEPS, State, mermaid


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
        ]
    )


class Command(BaseCommand):
    """`manage workflow_diagram`."""

    help = "Write docs/workflow.md from the workflow table (流程图)"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Write the page."""
        (Path(settings.BASE_DIR) / "docs" / "workflow.md").write_text(page(), encoding="utf-8")
