"""What the demonstration's cases are like (演示案件构成): shares measured from real appeals, drawn by lot."""

import json
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from incidents.actions.appeals.places import COMMUNITY_ENDINGS, bare
from incidents.actions.catalogue.shipped import DATA

MIX = DATA / "demo_mix.json"


@dataclass(frozen=True, slots=True)
class Kind:
    """A national category with its share, how often it is late, and who handles it."""

    kind: str
    code: str
    share: float
    late: float
    units: dict[str, float]


@dataclass(frozen=True, slots=True)
class Mix:
    """Shares by value, each set adding up to about one."""

    kinds: tuple[Kind, ...]
    sources: dict[str, float]
    natures: dict[str, float]
    communities: dict[str, float]
    hours: tuple[float, ...]
    weekdays: tuple[float, ...]
    late: float

    def kind(self, lot: Random) -> Kind:
        """A category."""
        return lot.choices(self.kinds, [kind.share for kind in self.kinds])[0]

    def community(self, lot: Random, codes: dict[str, str]) -> str:
        """The code of a community; `codes` maps bare names to codes, and one that was not measured counts as the least."""
        least = min(self.communities.values())
        return drawn({code: self.communities.get(name, least) for name, code in codes.items()}, lot)

    @property
    def usual_lateness(self) -> float:
        """What the categories' lateness adds up to: the measure to which each is brought."""
        return sum(kind.share * kind.late for kind in self.kinds) / sum(kind.share for kind in self.kinds)

    def late_of(self, kind: Kind) -> float:
        """How often a category is late, such that all together are late as often as all appeals were."""
        return min(0.9, kind.late * self.late / self.usual_lateness)


def drawn(shares: dict[str, float], lot: Random) -> str:
    """One of the values by its share."""
    return lot.choices(list(shares), list(shares.values()))[0]


def by_bare_name(names: dict[str, str]) -> dict[str, str]:
    """Codes by community names without their endings, from names by code."""
    return {bare(name, COMMUNITY_ENDINGS): code for code, name in names.items()}


@cache
def shipped_mix() -> Mix:
    """The shares that come with the program; see `measuring`."""
    body: dict[str, Any] = json.loads(MIX.read_text(encoding="utf-8"))
    return Mix(
        kinds=tuple(Kind(**kind) for kind in body["categories"]),
        sources=body["sources"],
        natures=body["natures"],
        communities=body["communities"],
        hours=tuple(body["hours"]),
        weekdays=tuple(body["weekdays"]),
        late=body["late"],
    )
