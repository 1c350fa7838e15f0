"""Who may see and who may do what. One table of expectations, written here and not read from the code."""

from itertools import product
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.access import policy
from governance.access.actor import PUBLIC, SYSTEM_ACTOR, Actor, Held, resident_of
from governance.access.roles import Role
from governance.codes import ancestors
from incidents.models import Incident, Placing
from incidents.rules import may_view, visible_to
from incidents.workflow import ANYONE, RESIDENT, START, STEPS, State
from tests.town import DISTRICT, OTHER_STREET, STREET, Town

CODES = [
    "4403",
    DISTRICT,
    STREET,
    OTHER_STREET,
    f"{STREET}001",
    f"{STREET}002",
    f"{STREET}001001",
    f"{STREET}001002",
    f"{OTHER_STREET}001001",
    "440398001",
]


def case_at(
    town: Town, code: str, *, unit: str | None = None, reporter: str | None = None, number: int = 0, former: list[str] | None = None
) -> Incident:
    return Incident.objects.create(
        id=uuid4(), number=f"x{number:05d}", state=State.HANDLING if unit else State.REPORTED, code=code, category=town.category, source="hotline",
        point=Point(114.305, 22.705, srid=4326), placing=Placing.INSIDE, captured_at=town.at, received_at=town.at, body_digest=b"x" * 32,
        unit=town.units[unit] if unit else None, reporter=town.people[reporter] if reporter else None, former=former,
    )  # fmt: skip


@pytest.fixture
def cases(town: Town) -> list[Incident]:
    """Cases at every level of code, with and without a unit, reported by Bob, by Carol and by nobody; some were sent there from elsewhere."""
    kinds = product(CODES, [None, "市政养护所", "环卫公司"], [None, "bob", "carol"])
    made = [case_at(town, code, unit=unit, reporter=reporter, number=n) for n, (code, unit, reporter) in enumerate(kinds)]
    return made + [case_at(town, OTHER_STREET, number=900 + n, former=ancestors(code)) for n, code in enumerate(CODES)]


def test_c3_lists_and_single_cases_agree_for_everybody(town: Town, cases: list[Incident]):
    """may_view and visible_to say the same, for each person and for posts made at random."""
    units = [unit.pk for unit in town.units.values()]
    people = [town.actor(name) for name in town.people] + [PUBLIC, SYSTEM_ACTOR, resident_of(case_id=str(cases[3].pk))]
    held = st.builds(Held, st.sampled_from([*Role.values, "system"]), st.sampled_from(CODES), st.sampled_from([None, *units]))
    users = st.sampled_from([None, *(user.pk for user in town.people.values())])

    def agree(actor: Actor) -> None:
        by_rule = {case.pk for case in cases if may_view(actor, case)}
        assert {case.pk for case in visible_to(actor)} == by_rule

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    @given(users, st.lists(held, max_size=4))
    def for_random_posts(user: int | None, posts: list[Held]) -> None:
        agree(Actor(user, "x", tuple(posts)))

    for actor in people:
        agree(actor)
    for_random_posts()


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("alice", {STREET, f"{STREET}001", f"{STREET}001001"}), ("carol", {OTHER_STREET}), ("bob", {f"{STREET}001", f"{STREET}001001"}),
        ("leo", {DISTRICT, STREET, OTHER_STREET, f"{STREET}001", f"{STREET}001001"}), ("dan", set()), ("sam", set()), ("ann", set()), ("sue", set()),
    ],
)  # fmt: skip
def test_c1_each_sees_the_cases_of_the_own_area_and_nothing_else(town: Town, name: str, sees: set[str]):
    for n, code in enumerate((DISTRICT, STREET, OTHER_STREET, f"{STREET}001", f"{STREET}001001")):
        case_at(town, code, number=n)
    assert set(visible_to(town.actor(name)).values_list("code", flat=True)) == sees


def test_a_handler_sees_what_the_own_unit_holds_wherever_it_is(town: Town):
    own, others = case_at(town, OTHER_STREET, unit="市政养护所"), case_at(town, OTHER_STREET, unit="环卫公司", number=1)
    assert list(visible_to(town.actor("dan"))) == [own]
    assert not may_view(town.actor("dora"), others), "her post covers street 001 only"


MAY = {
    "alice": "report send_to_verify file merge place recategorise dispatch refuse send_to_check rework close reopen"
    " respond ask urge reply grant_extension refuse_extension resume call_partners split transfer call_back recall",
    "erin": "report send_to_verify file merge place recategorise dispatch refuse cancel send_to_check rework close reopen"
    " respond ask urge reply grant_extension refuse_extension grant_suspension refuse_suspension resume call_partners split transfer"
    " call_back review_appeal recall",
    "bob": "report handle_on_the_spot verify hand_over check",
    "dan": "report assign return feed_back ask reply request_extension request_suspension reassign appeal",
    "carol": "report", "dora": "report", "leo": "report urge force_close decide_appeal", "sam": "report", "sue": "report", "ann": "report",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(MAY))
def test_each_rule_says_yes_and_no_as_the_office_decided(town: Town, name: str):
    case = case_at(town, town.grid, unit="市政养护所")
    actor = town.actor(name)
    allowed = {step.verb for step in STEPS if policy.allowed(actor, f"incident.{step.verb}", town.grid if START in step.sources else case)}
    assert allowed == set(MAY[name].split())


def test_nobody_checks_or_closes_what_they_handled_themselves(town: Town):
    case = case_at(town, town.grid, unit="市政养护所")
    case.handler = town.people["bob"]
    assert not policy.allowed(town.actor("bob"), "incident.check", case)
    assert policy.allowed(town.actor("bea"), "incident.check", case)
    case.handler = town.people["alice"]
    assert not policy.allowed(town.actor("alice"), "incident.close", case)
    assert policy.allowed(town.actor("erin"), "incident.close", case)


def test_the_public_may_report_and_a_resident_may_reopen_the_own_case_only(town: Town):
    case, other = case_at(town, town.grid), case_at(town, town.grid, number=1)
    resident = resident_of(case_id=str(case.pk))
    for step in STEPS:
        assert policy.allowed(PUBLIC, f"incident.{step.verb}", town.grid if START in step.sources else case) == (ANYONE in step.roles)
        if START not in step.sources:
            assert policy.allowed(resident, f"incident.{step.verb}", case) == (RESIDENT in step.roles)
            assert not policy.allowed(resident, f"incident.{step.verb}", other)


def test_what_was_sent_to_another_street_is_seen_there_and_here_and_worked_on_there_only(town: Town):
    """ "井" not "川": the office that sent it goes on seeing it; its grid worker and other streets do not."""
    case = case_at(town, OTHER_STREET, unit="环卫公司", former=ancestors(town.grid))
    alice = town.actor("alice")
    assert may_view(alice, case)
    assert not [step for step in STEPS if START not in step.sources and policy.allowed(alice, f"incident.{step.verb}", case)]
    assert not may_view(town.actor("bob"), case)
    case.former = None
    assert not may_view(alice, case), "without the mark it is a foreign case"


def test_a_verb_without_a_rule_is_denied(town: Town):
    assert not policy.allowed(SYSTEM_ACTOR, "incident.explode", None)
    assert {f"incident.{step.verb}" for step in STEPS} <= policy.verbs()


def test_c6_an_ended_post_counts_no_more(town: Town):
    post = town.people["bob"].posts.get()
    post.ends_at = town.at
    post.save()
    assert town.actor("bob").posts == ()
    assert not may_view(town.actor("bob"), case_at(town, town.grid))
