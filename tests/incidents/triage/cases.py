"""An invented office: two streets, each with a squad and a garden team, and one water company for all."""

import random
from datetime import UTC, datetime, timedelta

from incidents.triage.features import Known, Past

START = datetime(2026, 1, 1, tzinfo=UTC)
ROLES = {"squad-a": "squad", "squad-b": "squad", "garden-a": "garden", "garden-b": "garden", "water": "water"}


def known(sub: str, street: str, community: str = "1") -> Known:
    return Known(sub, sub[:1], "event", street, f"{street}{community}", "app")


def rightful(case: Known) -> str:
    """Hawkers and refuse go to the street's squad, trees to its garden team, pipes to the water company."""
    return "water" if case.sub.startswith("w") else f"{'garden' if case.sub.startswith('g') else 'squad'}-{case.street}"


def handled(count: int, *, seed: int = 1, noise: float = 0.1, start: datetime = START) -> list[Past]:
    chance = random.Random(seed)
    found = []
    for number in range(count):
        case = known(chance.choice(("s1", "s2", "g1", "g2", "w1")), chance.choice("ab"), chance.choice("123"))
        unit = chance.choice(sorted(ROLES)) if chance.random() < noise else rightful(case)
        found.append(Past(case, unit, start + timedelta(hours=number)))
    return found
