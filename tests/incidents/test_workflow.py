"""The table and the actions agree: every state × verb, against the running code."""

from datetime import timedelta
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point
from django.utils import translation

from governance.access.actor import Actor, Held
from governance.access.roles import SYSTEM, Role
from governance.errors import IllegalStep, Invalid, Refused
from governance.ledger.models import Entry
from incidents.api.steps import ACTIONS, REQUIRED, take_step
from incidents.models import Category, Incident, Part, Photo, Placing, Request, Urging
from incidents.queries import reference
from incidents.words import DONE
from incidents.workflow import BY_VERB, NEIGHBOUR, START, STEPS, State, legal, mermaid
from tests.town import DISTRICT, NOON, Town

INPUTS = {
    "verify": {"result": "exists"}, "refuse": {"reason": "重复"}, "cancel": {"reason": "误报"}, "return": {"reason": "不属我单位"},
    "feed_back": {"opinion": "已修复"}, "check": {"result": "passed"}, "rework": {"reason": "未修好"}, "reopen": {"reason": "又坏了"},
    "respond": {"opinion": "可到社区窗口办理。"}, "ask": {"question": "是哪个单元？"}, "answer": {"answer": "二单元"}, "add": {"text": "又多了一处"}, "rate": {"score": 5},
    "urge": {"level": 2, "kind": "leader", "text": "请尽快"}, "reply": {"reply": "今天办完"},
    "request_extension": {"reason": "等配件"}, "refuse_extension": {"reason": "不急"},
    "request_suspension": {"reason": "待施工", "until": NOON + timedelta(days=30)}, "refuse_suspension": {"reason": "可以办"},
    "place": {"point": {"lon": 114.315, "lat": 22.705, "datum": "wgs84"}},
}  # fmt: skip
LATER = [step for step in STEPS if START not in step.sources]


def everyone(town: Town, case: Incident) -> Actor:
    """An actor who holds every role everywhere and the case's link, so that only the table decides."""
    unit = town.units["市政养护所"].pk
    posts = (*(Held(role, DISTRICT, unit) for role in Role.values), Held(SYSTEM, ""))
    return Actor(town.people["dan"].pk, NEIGHBOUR, posts, case_id=str(case.pk))


INPUTS |= {
    "call_partners": {"text": "请到场协助"}, "finish_part": {"opinion": "已完成"}, "split": {"parts": ["清理垃圾", "修复路面"]},
    "transfer": {"to": DISTRICT, "reason": "需统筹"}, "force_close": {"reason": "特殊情况"}, "call_back": {"result": "content"},
    "appeal": {"reason": "台风"}, "review_appeal": {"result": "upheld"}, "decide_appeal": {"result": "upheld"},
}  # fmt: skip
FIELDS: dict[str, dict[str, Any]] = {
    "lapse": {"asked_at": NOON - timedelta(days=3), "paused_at": NOON - timedelta(days=3)},
    "appeal": {"late": True, "closed_at": NOON},
    "review_appeal": {"late": True, "appealed": True, "pending": "appeal"},
    "decide_appeal": {"late": True, "appealed": True, "pending": "appeal_2"},
    "respond": {"nature": "question"},
    "answer": {"asked_at": NOON, "paused_at": NOON},
    "reply": {"owed": 1, "urged": 1},
    "recall": {"dispatched_at": NOON},
}
OUTCOMES = {"review_appeal": "waiting", "decide_appeal": "reviewed"}
RESTING: dict[str, Any] = {"paused_at": NOON, "suspended_until": NOON + timedelta(days=1)}
WISHES = {f"{does}_{wish}": wish for does in ("grant", "refuse") for wish in ("extension", "suspension")}
"""What must be there beside the state, for a step to succeed."""
SERIALS = count(50_000)
"""Numbers that no filing of a test comes to."""


def case_in(town: Town, state: str, verb: str = "") -> Incident:
    """A case written straight into a state, ready for the verb in all else."""
    unit = town.units["市政养护所"]
    case = Incident(
        id=uuid4(), survivor=town.case() if state == "merged" else None, number=f"{DISTRICT}20261118{next(SERIALS):05d}", state=state, code=town.grid, category=town.category, source="hotline",
        point=Point(114.305, 22.705, srid=4326), placing=Placing.INSIDE, captured_at=town.at, received_at=town.at, body_digest=b"x" * 32,
        unit=unit if state in {"dispatched", "handling", "suspended", "fed_back", "checking", "checked", "closed"} else None,
        handle_due_at=town.at, **(FIELDS.get(verb, {}) | (RESTING if state == "suspended" else {})),
    )  # fmt: skip
    case.save(force_insert=True)
    if verb in WISHES:
        Request.objects.create(incident=case, wish=WISHES[verb], reason="等配件", at=town.at, until=town.at + timedelta(days=9))
    if verb in {"report_in", "finish_part"}:
        Part.objects.create(incident=case, unit=unit, text="协助", asked_at=town.at, due_at=town.at)
        Incident.objects.filter(pk=case.pk).update(co_units=[unit.pk])
    if verb in OUTCOMES:
        Request.objects.create(incident=case, wish="appeal", outcome=OUTCOMES[verb], reason="台风", at=town.at)
    if verb == "reply":
        Urging.objects.create(incident=case, level=1, kind="leader", text="请尽快", at=town.at)
    Photo.objects.create(
        id=uuid4(),
        incident=case,
        stage="after",
        sent_digest=b"y" * 32,
        file="x",
        sha256=b"z" * 32,
        width=1,
        height=1,
        bytes=1,
        uploaded_at=town.at,
    )
    return case


def other_category(town: Town) -> Category:
    """Something else that a case may be."""
    found = Category.objects.create(kind="component", code="0102", name="污水井盖", major_code="01", major_name="公用设施")
    reference.categories.forget()
    return found


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("verb", [step.verb for step in LATER])
def test_a_step_succeeds_exactly_where_the_table_has_it(town: Town, state: str, verb: str):
    case = case_in(town, state, verb)
    survivor = case_in(town, State.FILED).pk
    inputs = (
        INPUTS.get(verb, {})
        | {"version": 1, "survivor": survivor, "colleague": town.people["bea"].pk}
        | ({"unit": town.units["市政养护所"].pk} if verb == "dispatch" else {})
    )
    inputs |= {"category": other_category(town).pk, "reason": "看错了"} if verb == "recategorise" else {}
    inputs |= {"partners": [town.units["环卫公司"].pk], "handler": town.people["dan"].pk} if verb in {"call_partners", "reassign"} else {}
    step = BY_VERB[verb]
    if state not in step.sources:
        with pytest.raises(IllegalStep):
            take_step(verb=verb, actor=everyone(town, case), incident_id=case.pk, at=town.at, inputs=inputs)
        case.refresh_from_db()
        assert (case.state, case.version) == (state, 1)
        assert not Entry.objects.filter(kind="incident", object_id=str(case.pk)).exists()
        return
    moved = take_step(verb=verb, actor=everyone(town, case), incident_id=case.pk, at=town.at, inputs=inputs)
    case.refresh_from_db()
    assert case.state == moved.state
    assert case.state in step.targets
    entries = list(Entry.objects.filter(kind="incident", object_id=str(case.pk)).order_by("id"))
    assert entries[-1].verb == step.past
    assert entries[-1].version == case.version == 1 + len(entries)
    assert entries[-1].detail["state"] == case.state


def test_every_later_step_has_an_action_and_every_action_a_step():
    assert set(ACTIONS) == {step.verb for step in LATER}


@pytest.mark.parametrize("verb", sorted(REQUIRED))
def test_what_a_step_needs_is_named_when_it_is_missing(town: Town, verb: str):
    case = case_in(town, min(BY_VERB[verb].sources))
    with pytest.raises(Invalid) as refused:
        take_step(verb=verb, actor=everyone(town, case), incident_id=case.pk, at=town.at, inputs={"version": 1})
    assert list(refused.value.fields) == list(REQUIRED[verb])


def test_the_table_is_whole():
    assert len({step.verb for step in STEPS}) == len({step.past for step in STEPS}) == len(STEPS)
    reachable, frontier = {START}, {START}
    while frontier:
        frontier = {target for step in STEPS if step.sources & frontier for target in step.targets} - reachable
        reachable |= frontier
    assert reachable == {START, *State.values}
    assert "reported --> filed: file" in mermaid()


def test_a_step_to_a_target_that_the_table_does_not_have_is_illegal():
    assert legal("check", "checking", "checked")
    assert not legal("check", "checking", "closed")
    assert not legal("place", "reported", "filed"), "putting it on the map does not file it"
    assert not legal("unknown", "reported", "filed")


def test_an_unknown_verb_is_not_found(town: Town):
    case = town.case()
    with pytest.raises(Refused) as refused:
        take_step(verb="explode", actor=everyone(town, case), incident_id=case.pk, at=town.at, inputs={"version": 1})
    assert refused.value.status == 404


def test_each_step_is_told_as_done_by_the_word_of_the_step():
    with translation.override("zh-hans"):
        assert {step.past: str(step.label) for step in STEPS} == {past: str(word) for past, word in DONE.items()}
