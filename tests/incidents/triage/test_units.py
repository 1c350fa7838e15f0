import random
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.triage.choice import fit_choice, softmax
from incidents.triage.features import Past, role_of, stems_of
from incidents.triage.units import train_units
from tests.incidents.triage.cases import ROLES, START, handled, known, rightful


def test_the_unit_that_has_such_cases_comes_first():
    model = train_units(handled(600), roles=ROLES)
    for sub in ("s1", "g2", "w1"):
        for street in "ab":
            assert model.top(known(sub, street), 1) == [rightful(known(sub, street))]


def test_a_kind_of_case_new_to_a_street_goes_to_the_unit_that_does_the_same_there():
    pasts = [past for past in handled(900, noise=0) if (past.known.sub, past.known.street) != ("g2", "b")]
    assert train_units(pasts, roles=ROLES).top(known("g2", "b"), 1) == ["garden-b"]
    alone = train_units(pasts, roles={})
    assert alone.ranked(known("g2", "b"))[0][1] < train_units(pasts, roles=ROLES).ranked(known("g2", "b"))[0][1]


def test_recent_cases_weigh_more_than_old_ones():
    old = [Past(known("s1", "a"), "old", START + timedelta(hours=n)) for n in range(60)]
    new = [Past(known("s1", "a"), "new", START + timedelta(days=700, hours=n)) for n in range(20)]
    assert train_units(old + new, roles={}).top(known("s1", "a"), 2) == ["new", "old"]
    assert train_units(old + [Past(p.known, "new", START + timedelta(days=3)) for p in new], roles={}).top(known("s1", "a"), 1) == ["old"]


def test_the_order_of_the_lines_does_not_matter():
    pasts = handled(400)
    mixed = random.Random(3).sample(pasts, len(pasts))
    one, other = (dict(train_units(rows, roles=ROLES).ranked(known("s2", "b"))) for rows in (pasts, mixed))
    assert one == pytest.approx(other)


def test_units_left_out_are_not_proposed_and_the_others_share_their_chance():
    model = train_units(handled(400), roles=ROLES)
    first = model.ranked(known("s1", "a"))[0][0]
    rest = model.ranked(known("s1", "a"), but=[first])
    assert first not in [unit for unit, _chance in rest]
    assert sum(chance for _unit, chance in rest) == pytest.approx(1)


def test_without_cases_there_is_nothing_to_learn():
    with pytest.raises(ValueError, match="no handled cases"):
        train_units([], roles={})


def test_one_case_is_enough_to_propose_its_unit():
    only = handled(1)
    assert train_units(only, roles={}).ranked(known("never", "seen")) == [(0, 1.0)]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.builds(
            lambda sub, street, unit, hours: Past(known(sub, street), unit, START + timedelta(hours=hours)),
            st.sampled_from(["s1", "-", "g2", "w9"]), st.sampled_from(["a", "b", "-"]), st.sampled_from("uvwxyz"), st.integers(0, 20000),
        ),
        min_size=1, max_size=160,
    )
)  # fmt: skip
def test_chances_are_chances_whatever_the_cases(pasts):
    model = train_units(pasts, roles={})
    for case in (pasts[0].known, known("unheard", "of")):
        ranked = model.ranked(case)
        chances = [chance for _unit, chance in ranked]
        assert sum(chances) == pytest.approx(1)
        assert chances == sorted(chances, reverse=True)
        assert all(chance >= 0 for chance in chances)
        assert len({unit for unit, _chance in ranked}) == len(ranked) == len({past.unit for past in pasts})


def test_the_conditional_logit_finds_the_weights_that_made_the_choices():
    chance = np.random.default_rng(0)
    columns = chance.normal(size=(4000, 6, 3)).astype(np.float32)
    chosen = np.array([chance.choice(6, p=softmax(table.astype(float) @ [2.0, -1.0, 0.0])) for table in columns])
    fitted = fit_choice(columns=columns, chosen=chosen, weight=np.ones(4000))
    assert fitted.weights / fitted.scale == pytest.approx([2.0, -1.0, 0.0], abs=0.15)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("坪山街道综合执法队（坪山街道办事处）", "综合执法队"),
        ("坪山街道综合执法队", "综合执法队"),
        ("马峦办事处综合执法队", "综合执法队"),
        ("六联社区", "社区"),
        ("城管办（坑梓街道办事处）", "城管办"),
        ("教育局", "教育局"),
        ("坪山街道", "坪山街道"),
    ],
)
def test_a_role_is_the_name_without_the_place(name, role):
    assert role_of(name, stems_of(["坪山街道", "马峦街道", "六联社区", "坑梓街道", "村"])) == role
