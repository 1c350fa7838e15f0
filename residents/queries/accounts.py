"""What the office answers by (合规): assessments, agreements, and how the register is used; no person."""

from typing import Any

from governance.access.actor import Actor, code_in
from residents.models import Agreement, Assessment
from residents.rules import ACCOUNTABLE

KINDS = Assessment.Kind.choices


def accounts(*, actor: Actor) -> dict[str, Any]:
    """The assessments and agreements of the actor's areas, newest first."""
    here = code_in("code", actor.scopes(ACCOUNTABLE))
    return {
        "assessments": list(Assessment.objects.filter(here).order_by("-made_at")[:100]),
        "agreements": list(Agreement.objects.filter(here).select_related("assessment").order_by("-made_at")[:100]),
        "kinds": KINDS,
    }
