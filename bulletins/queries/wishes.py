"""Where places are missing, on the map (增设建议热力): wishes counted by cells of a quarter kilometre, for the office."""

from collections import Counter
from dataclasses import dataclass
from math import floor

from bulletins.models import FacilityKind, Wish
from bulletins.rules import READERS
from governance.access.actor import Actor, code_in
from governance.codes import Level
from governance.privacy import redact
from grids import queries as grids

STEP = 0.0025
"""Degrees: about 256 m by 277 m here."""
MOST, CELLS, WORDS = 20_000, 200, 3
Place = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, or a community for wishes that named no place: how many phones miss what there, and some of their words."""

    name: str
    code: str
    box: Place | None
    lon: float | None
    lat: float | None
    count: int
    kinds: list[tuple[str, int]]
    words: list[str]


def wishes_by_cell(*, actor: Actor, kind: str = "") -> list[Cell]:
    """The cells of the actor's areas, the fullest first; at most 200 cells over the newest 20,000 wishes."""
    seen = Wish.objects.filter(code_in("code", actor.scopes(READERS)))
    if kind:
        seen = seen.filter(kind=kind)
    found: dict[tuple[str, int, int] | str, list[Wish]] = {}
    for wish in seen.order_by("-at", "-pk")[:MOST]:
        place = wish.code[: Level.COMMUNITY]
        key = (place, floor(wish.point.x / STEP), floor(wish.point.y / STEP)) if wish.point else place
        found.setdefault(key, []).append(wish)
    fullest = sorted(found.items(), key=lambda one: (-len(one[1]), str(one[0])))[:CELLS]
    return [cell_of(key, wishes) for key, wishes in fullest]


def cell_of(key: tuple[str, int, int] | str, wishes: list[Wish]) -> Cell:
    """One cell with what is missing there."""
    kinds = Counter(str(FacilityKind(one.kind).label) for one in wishes).most_common()
    words = [redact(one.text) for one in wishes if one.text][:WORDS]
    if isinstance(key, str):
        centre = grids.centre_of(key)
        lon, lat = (None, None) if centre is None else (round(centre.lon, 5), round(centre.lat, 5))
        return Cell(grids.full_name(key), key, None, lon, lat, len(wishes), kinds, words)
    code, column, row = key
    west, south = column * STEP, row * STEP
    box = (round(west, 4), round(south, 4), round(west + STEP, 4), round(south + STEP, 4))
    return Cell(grids.full_name(code), code, box, round(west + STEP / 2, 5), round(south + STEP / 2, 5), len(wishes), kinds, words)
