"""The scan for hot spots: how often it cries wolf, and whether it finds one."""

import numpy as np
import pytest

from evaluation.scan import Cluster, Place, Seen, scan
from evaluation.scan.scanning import _Scan

SIDE, DAYS, KINDS, CASES = 5, 63, 3, 320
DEALS = 19  # the least p is then 1/20


def ground(seed: int) -> tuple[list[Place], list[Seen]]:
    """Busy and quiet places, busy and quiet days, kinds of their own; days have nothing to do with places."""
    lot = np.random.default_rng(seed)
    places = [Place(str(n), 114.30 + 0.005 * (n % SIDE), 22.70 + 0.005 * (n // SIDE)) for n in range(SIDE * SIDE)]
    busy, days = lot.dirichlet(np.full(len(places), 2.0)), lot.dirichlet(np.full(DAYS, 8.0))
    drawn = zip(lot.choice(len(places), CASES, p=busy), lot.choice(KINDS, CASES), lot.choice(DAYS, CASES, p=days), strict=True)
    return places, [Seen(int(place), int(kind), int(ago)) for place, kind, ago in drawn]


def with_cluster(cases: list[Seen], seed: int, *, count: int = 12) -> list[Seen]:
    """As many cases of one kind more, at two neighbouring places within the last three days."""
    lot = np.random.default_rng(1000 + seed)
    return [*cases, *(Seen(int(lot.choice([12, 13])), 1, int(lot.integers(0, 3))) for _n in range(count))]


def alarm(found: list[Cluster]) -> bool:
    return bool(found) and found[0].p <= 0.05


def test_where_nothing_goes_on_one_scan_of_twenty_gives_an_alarm() -> None:
    alarms = sum(alarm(scan(places=places, cases=cases, deals=DEALS, seed=seed)) for seed in range(120) for places, cases in [ground(seed)])
    assert alarms <= 12, "5 % of 120 is 6; 13 or more would come once in a hundred such tests"


def test_without_dealing_the_days_out_anew_almost_every_scan_would_give_one() -> None:
    """The red control: a single cylinder's own 5 % bound says nothing about thousands of them."""
    naive = 0
    for seed in range(20):
        known = _Scan(*ground(seed))
        naive += known.scores(known.counts(known.ago)).max() > 1.92
    assert naive >= 18


def test_a_planted_cluster_is_found_where_it_is() -> None:
    hits = 0
    for seed in range(20):
        places, cases = ground(seed)
        found = scan(places=places, cases=with_cluster(cases, seed), deals=DEALS, seed=seed)
        hits += alarm(found) and bool({12, 13} & set(found[0].places)) and found[0].kind in {1, None}
    assert hits >= 16


def test_a_busy_place_and_a_busy_week_are_no_hot_spot() -> None:
    places, _cases = ground(1)
    steady = [Seen(7, 0, ago) for ago in range(DAYS) for _n in range(6)] + [Seen(n, 0, ago) for n in range(25) for ago in range(0, DAYS, 7)]
    assert not alarm(scan(places=places, cases=steady, deals=DEALS))
    everywhere = [Seen(n, 0, ago) for n in range(25) for ago in (*range(7), *range(7, DAYS, 7))]
    assert not alarm(scan(places=places, cases=everywhere, deals=DEALS))


def test_the_same_seed_gives_the_same() -> None:
    places, cases = ground(3)
    first, again = (scan(places=places, cases=with_cluster(cases, 3), deals=39, seed=5) for _n in range(2))
    assert first == again
    assert first


def test_clusters_share_no_place_and_tell_what_was_seen_and_expected() -> None:
    places, cases = ground(4)
    cases = with_cluster(cases, 4)
    found = scan(places=places, cases=cases, deals=DEALS, seed=4)
    taken = [place for one in found for place in one.places]
    assert len(taken) == len(set(taken))
    first = found[0]
    inside = [one for one in cases if one.place in first.places and first.kind in {None, one.kind}]
    assert first.seen == sum(one.ago < first.days for one in inside)
    assert 0 < first.expected < first.seen


@pytest.mark.parametrize("cases", [[], [Seen(0, 0, 0)]])
def test_hardly_any_case_gives_nothing(cases: list[Seen]) -> None:
    assert scan(places=[Place("a", 114.3, 22.7)], cases=cases) == []


def test_places_beyond_the_reach_are_never_in_one_circle() -> None:
    far = [Place("a", 114.30, 22.70), Place("b", 114.40, 22.70)]
    cases = [Seen(place, 0, ago) for place in (0, 1) for ago in range(0, DAYS, 3)] + [
        Seen(place, 0, 0) for place in (0, 1) for _n in range(15)
    ]
    assert all(len(one.places) == 1 for one in scan(places=far, cases=cases, deals=DEALS))
