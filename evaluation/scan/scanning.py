"""A space-time permutation scan (时空置换扫描; Kulldorff and others, PLoS Medicine 2005).

Cylinders are looked into: a circle of places, the last 1 to 7 days, one kind of cases or all together. Each has its
cases `seen` and those `expected` if the days of the cases had nothing to do with their places: for each kind, all its
cases in the circle times its share of the window in the whole district. So neither a busy place nor a busy week is a
hot spot, only a place that is busier this week than the same places and weeks let expect. The score is the Poisson
likelihood ratio.

How sure: the days are dealt out anew among the cases of each kind, many times, and each time the highest score of all
cylinders is kept. `p` is the rank of a cluster's score among those: if nothing were going on anywhere, a scan would
show a cluster with p ≤ 0.05 in one of twenty scans, over all circles, windows and kinds together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.scan.zones import neighbours

WINDOWS = 7
LEAST = 4
"""Fewer cases than this are no cluster, however rare."""
Counts = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Place:
    """A grid, or the middle of a community for cases that are known no nearer; degrees of WGS-84."""

    code: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Seen:
    """One case: the index of its place, of its kind, and how many days ago it came (0 is the last day)."""

    place: int
    kind: int
    ago: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where more came than expected. `kind` is None for all kinds together; `p` as above."""

    places: tuple[int, ...]
    radius_m: float
    kind: int | None
    days: int
    seen: int
    expected: float
    p: float


class _Scan:
    """The cases as arrays, and how a deal of days is scored."""

    def __init__(self, places: Sequence[Place], cases: Sequence[Seen]) -> None:
        self.around, self.far = neighbours(np.array([one.lon for one in places]), np.array([one.lat for one in places]))
        self.places, self.place = len(places), np.array([one.place for one in cases])
        self.kind, self.ago = np.array([one.kind for one in cases]), np.array([one.ago for one in cases])
        self.kinds = int(self.kind.max()) + 1
        self.kinds_of = [np.flatnonzero(self.kind == kind) for kind in range(self.kinds)]
        self.totals = np.array([len(rows) for rows in self.kinds_of], dtype=float)
        ever = self._in_circles(np.ones(len(cases), dtype=bool))
        windows = np.array([[(self.ago[rows] <= last).sum() for last in range(WINDOWS)] for rows in self.kinds_of], dtype=float)
        shares = windows / np.maximum(self.totals[:, None], 1)
        by_kind = ever[..., None] * shares[:, None, None, :]
        self.expected = np.concatenate([by_kind, by_kind.sum(axis=0, keepdims=True)])
        self.sums = np.concatenate([windows, windows.sum(axis=0, keepdims=True)])[:, None, None, :]
        self.reached = (self.around >= 0)[None, :, :, None]

    def _in_circles(self, chosen: NDArray[np.bool_]) -> Counts:
        """Cases of each kind in each circle, growing outwards: [kind, middle, size]."""
        flat = self.kind[chosen] * self.places + self.place[chosen]
        counts = np.bincount(flat, minlength=self.kinds * self.places).reshape(self.kinds, self.places).astype(float)
        reach = np.where(self.around >= 0, self.around, 0)
        return np.cumsum(np.where(self.around >= 0, counts[:, reach], 0.0), axis=2)

    def counts(self, ago: NDArray[Any]) -> Counts:
        """Cases in each cylinder: [kind or all, middle, size, window]."""
        each = np.stack([self._in_circles(ago <= last) for last in range(WINDOWS)], axis=-1)
        return np.concatenate([each, each.sum(axis=0, keepdims=True)])

    def scores(self, counts: Counts) -> Counts:
        """The log of the likelihood ratio, 0 where no more came than expected or too few."""
        hit = (counts > self.expected) & (counts >= LEAST) & self.reached
        seen, inside = counts[hit], np.maximum(self.expected[hit], 1e-9)
        whole = np.broadcast_to(self.sums, counts.shape)[hit]
        outside, rest = whole - seen, np.maximum(whole - inside, 1e-9)
        found = np.zeros_like(counts)
        found[hit] = seen * np.log(seen / inside) + np.where(outside > 0, outside * np.log(np.maximum(outside, 1e-9) / rest), 0.0)
        return found

    def dealt(self, lot: np.random.Generator) -> NDArray[Any]:
        """The days dealt out anew among the cases of each kind."""
        ago = self.ago.copy()
        for rows in self.kinds_of:
            ago[rows] = lot.permutation(ago[rows])
        return ago


def scan(*, places: Sequence[Place], cases: Sequence[Seen], deals: int = 999, seed: int = 1, most: int = 5) -> list[Cluster]:
    """The clusters, highest score first, none sharing a place with one before; the same seed gives the same.

    With fewer than LEAST cases there is nothing to find. `deals` bounds how small a p can be: 1 / (deals + 1).
    """
    if len(cases) < LEAST or not places:
        return []
    known, lot = _Scan(places, cases), np.random.default_rng(seed)
    counts = known.counts(known.ago)
    scores = known.scores(counts)
    found = _best(known, scores, most)
    if not found:
        return []
    highest = np.array([known.scores(known.counts(known.dealt(lot))).max() for _deal in range(deals)])
    return [_cluster(known, counts, where, (1 + int((highest >= scores[where] - 1e-9).sum())) / (deals + 1)) for where in found]


def _best(known: _Scan, scores: Counts, most: int) -> list[tuple[int, ...]]:
    """The highest scores whose circles have no place in common."""
    found: list[tuple[int, ...]] = []
    taken: set[int] = set()
    left = scores.copy()
    while len(found) < most:
        where = tuple(int(index) for index in np.unravel_index(int(left.argmax()), left.shape))
        if left[where] <= 0:
            break
        members = set(_members(known, where))
        if not members & taken:
            found.append(where)
            taken |= members
            touched = np.isin(known.around, list(members)) & (known.around >= 0)
            left[:, np.cumsum(touched, axis=1) > 0, :] = 0
        left[where] = 0
    return found


def _members(known: _Scan, where: tuple[int, ...]) -> list[int]:
    return [int(one) for one in known.around[where[1], : where[2] + 1]]


def _cluster(known: _Scan, counts: Counts, where: tuple[int, ...], p: float) -> Cluster:
    kind = None if where[0] == known.kinds else where[0]
    radius = float(known.far[where[1], where[2]])
    return Cluster(tuple(_members(known, where)), radius, kind, where[3] + 1, int(counts[where]), float(known.expected[where]), p)
