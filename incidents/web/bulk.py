"""The steps that the board takes with many cases at once (批量办理): which of them this person may take, and from which states."""

from collections.abc import Mapping
from typing import Any

from governance.access.actor import Actor
from incidents.workflow import BY_VERB

FORMS: Mapping[str, str] = {
    "file": "",
    "send_to_verify": "",
    "dispatch": "unit",
    "send_to_check": "",
    "close": "",
    "rework": "reason",
    "urge": "urge",
    "refuse": "reason",
    "cancel": "reason",
}
"""Each with the form that asks for what it needs, in the order of the bar. The API's door for many takes them all."""


def bulk_steps(actor: Actor) -> list[dict[str, Any]]:
    """The buttons; whether the step is right for each case, the server says case by case."""
    return [
        {
            "verb": verb,
            "label": BY_VERB[verb].label,
            "sources": " ".join(sorted(BY_VERB[verb].sources)),
            "form": form,
        }
        for verb, form in FORMS.items()
        if actor.has_role(*BY_VERB[verb].roles)
    ]
