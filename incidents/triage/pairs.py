"""Labelled pairs of reports (有标注的成对案件): one event told by two people, and different events near by. All invented.

What is drawn at random: how far a phone is off (5-30 m, now and then 80), how much later the second person reports, whether they
mean the same category, which words they choose, and how they name the place.
"""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from incidents.demo.phrases import phrases
from incidents.demo.places import ESTATE_SPOTS, ESTATES, ROAD_SPOTS, ROADS
from incidents.demo.texts import ASK, EFFECT, HOTLINE, RESIDENT, WHEN, WORKER
from incidents.triage.likeness import Parts, likeness

METRES_PER_DEGREE = 111_195.0
"""Of latitude, on the sphere by which the database measures."""

Key = tuple[str, str]
"""Kind and code of a category; the first two digits of the code are its major."""


@dataclass(frozen=True, slots=True)
class Told:
    """A report: where (metres east and north of a corner), when (hours), under which category, in which words."""

    east: float
    north: float
    hours: float
    category: Key
    text: str


@dataclass(frozen=True, slots=True)
class Event:
    """What truly happened: at a spot with a name, from a time on, one of the troubles of a category."""

    east: float
    north: float
    hours: float
    category: Key
    clause: str
    spots: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports and whether they are one event. `why` names the way it was made."""

    one: Told
    other: Told
    same: bool
    why: str

    def parts(self) -> Parts:
        """What the score looks at."""
        metres = math.hypot(self.one.east - self.other.east, self.one.north - self.other.north)
        category = 2 if self.one.category == self.other.category else int(_major(self.one.category) == _major(self.other.category))
        return Parts(metres, abs(self.one.hours - self.other.hours), category, likeness(self.one.text, self.other.text))


class Maker:
    """Makes pairs; the same seed makes the same."""

    def __init__(self, *, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - test material, no secret
        self.keys = sorted(phrases())

    def pairs(self, count: int) -> Iterator[Pair]:
        """One in three is one event; of the others each third is of the same category, of the same major, of any."""
        for _number in range(count):
            event = self.event()
            if self.happens(1 / 3):
                yield Pair(self.told(event), self.told(event, again=True), same=True, why="same event")
            else:
                why = self.chance.choice(("same category", "same major", "another"))
                yield Pair(self.told(event), self.told(self.near(event, why)), same=False, why=why)

    def event(self) -> Event:
        """Something, somewhere in a square kilometre."""
        category = self.chance.choice(self.keys)
        east, north = self.chance.uniform(0, 1000), self.chance.uniform(0, 1000)
        return Event(east, north, 0.0, category, self.clause(category), self.spots())

    def near(self, event: Event, why: str) -> Event:
        """Something else near by: half of them at the same busy corner, many on the same day, some the same trouble of another thing."""
        category = self.another(event.category, why)
        alike = why == "same category" and self.happens(0.4)
        clause = event.clause if alike else self.clause(category)
        angle = self.chance.uniform(0, 2 * math.pi)
        metres = self.chance.uniform(0, 60) if self.happens(0.5) else self.chance.uniform(60, 200)
        road = event.spots[0].split("|")[0] if self.happens(0.6) else None
        hours = self.chance.expovariate(1 / 18 if self.happens(0.4) else 1 / 120)
        return Event(
            event.east + metres * math.cos(angle), event.north + metres * math.sin(angle), hours, category, clause, self.spots(road)
        )

    def another(self, category: Key, why: str) -> Key:
        """The category of the other event."""
        if why == "same category":
            return category
        fits = [key for key in self.keys if key != category and (why == "another" or _major(key) == _major(category))]
        return self.chance.choice(fits or self.keys)

    def told(self, event: Event, *, again: bool = False) -> Told:
        """A report of the event by somebody; `again` by a second person, who comes later and may see it otherwise."""
        off = 80.0 if self.happens(0.08) else self.chance.uniform(5, 30)
        angle = self.chance.uniform(0, 2 * math.pi)
        hours, category, clause = event.hours, event.category, event.clause
        if again:
            hours += self.chance.expovariate(1 / 18)
            if self.happens(0.15):
                category = self.another(category, "same major")
            if self.happens(0.35):
                clause = self.clause(event.category)
        east, north = event.east + off * math.cos(angle), event.north + off * math.sin(angle)
        return Told(east, north, hours, category, self.words(clause, event.spots))

    def happens(self, share: float) -> bool:
        """Once in so many times."""
        return self.chance.random() < share

    def clause(self, category: Key) -> str:
        """What is wrong."""
        return self.chance.choice(phrases()[category])

    def spots(self, road: str | None = None) -> tuple[str, str]:
        """Two ways to name the place."""
        names: Sequence[str] = ROADS if self.happens(0.5) else ESTATES
        name = road or self.chance.choice(names)
        forms = ROAD_SPOTS if name in ROADS else ESTATE_SPOTS
        return tuple(f"{name}|{self.spot(form)}" for form in self.chance.sample(forms, 2))  # type: ignore[return-value]

    def spot(self, form: str) -> str:
        """A spot in a road or an estate."""
        first, second = sorted(self.chance.sample(range(1, 20), 2))
        return form.format(
            n=self.chance.randint(1, 160), m=self.chance.randrange(10, 100, 10), other=self.chance.choice(ROADS),
            b=first, c=second, u=self.chance.randint(1, 4),
        )  # fmt: skip

    def words(self, clause: str, spots: tuple[str, str]) -> str:
        """How one person puts it."""
        where = self.chance.choice(spots).replace("|", "")
        form = self.chance.choice(self.chance.choice((WORKER, RESIDENT, RESIDENT, HOTLINE)))
        asked = {"when": self.chance.choice(WHEN), "ask": self.chance.choice(ASK), "effect": self.chance.choice(EFFECT)}
        return form.format(where=where, what=clause, **asked)


def _major(category: Key) -> Key:
    kind, code = category
    return kind, code[:2]
