"""Every state has its words and its place on the resident's way."""

import pytest

from incidents.web.progress import ANSWER_WAY, SAID, WAY, progress_of
from incidents.workflow import State

AT = "2026-11-22T01:41:00Z"


def card(state: str, **more: object) -> dict[str, object]:
    return {"state": state, "unit": "市政养护所", "timeline": [{"verb": "incident.reported", "at": AT, "detail": {}}]} | more


@pytest.mark.parametrize("state", State.values)
def test_every_state_is_said(state: str) -> None:
    assert progress_of(card(state)).said == SAID[State(state)]


def test_every_open_or_closed_state_lies_on_the_way() -> None:
    assert {state for _label, states, _verbs in WAY for state in states} == set(State) - {State.REFUSED, State.CANCELLED, State.MERGED}


@pytest.mark.parametrize(
    ("state", "looks"),
    [
        ("reported", ["now", "ahead", "ahead", "ahead", "ahead"]),
        ("handling", ["past", "past", "now", "ahead", "ahead"]),
        ("checking", ["past", "past", "past", "now", "ahead"]),
        ("closed", ["past"] * 5),
    ],
)
def test_the_way_is_past_now_or_ahead(state: str, looks: list[str]) -> None:
    assert [step.look for step in progress_of(card(state)).milestones] == looks


@pytest.mark.parametrize("nature", ["question", "suggestion", "praise"])
def test_what_asks_for_an_answer_has_a_way_of_three_steps_in_every_state(nature: str) -> None:
    """No dispatch, repair and check is promised to who only asked."""
    looks = {state: [step.look for step in progress_of(card(state, nature=nature)).milestones] for state in ("reported", "filed", "closed")}
    assert looks == {"reported": ["now", "ahead", "ahead"], "filed": ["past", "now", "ahead"], "closed": ["past"] * 3}
    assert {state for _label, states, _verbs in ANSWER_WAY for state in states} == {s for _label, states, _verbs in WAY for s in states}
    assert "答复" in str(progress_of(card("reported", nature=nature)).said)
    assert [str(progress_of(card(state, nature=nature)).due) for state in ("reported", "filed", "closed")] == ["受理", "答复", ""]


def test_what_was_answered_before_a_case_was_opened_again_is_named_as_such() -> None:
    said = [("incident.fed_back", "已清理"), ("incident.reopened", "还在"), ("incident.fed_back", "又清理了一次")]
    timeline = [{"verb": verb, "at": AT, "detail": {"opinion": words}} for verb, words in said]
    assert list(progress_of(card("fed_back", timeline=timeline)).answers) == ["上次的答复：已清理", "又清理了一次"]


def test_a_step_that_was_undone_shows_no_time() -> None:
    """Returned to the dispatcher: the handling that had begun is ahead again."""
    timeline = [
        {"verb": verb, "at": AT, "detail": {}}
        for verb in ("incident.reported", "incident.filed", "incident.dispatched", "incident.returned")
    ]
    handled = progress_of(card("filed", timeline=timeline)).milestones[2]
    assert (handled.look, handled.at) == ("ahead", None)
