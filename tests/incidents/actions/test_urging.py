"""Urging and the reply to it (督办)."""

import pytest

from governance.errors import Conflict, Invalid, NotAllowed
from incidents.models import Urging
from tests.incidents.walking import step, to
from tests.town import Town

URGED = {"level": 2, "kind": "leader", "text": "请今天办完"}


def test_a_leader_urges_and_the_holder_replies(town: Town):
    case = to(town, "handling")
    due = case.due_at
    step(town, case, "urge", **URGED)
    assert (case.urged, case.owed, case.state, case.due_at) == (2, 1, "handling", due)
    step(town, case, "reply", reply="下午到场")
    urging = Urging.objects.get()
    assert (urging.reply, case.owed) == ("下午到场", 0)
    with pytest.raises(Conflict):
        step(town, case, "reply", reply="再说一次")


def test_no_reply_is_owed_where_none_is_wanted(town: Town):
    case = to(town, "handling")
    step(town, case, "urge", **URGED, reply_wanted=False)
    assert (case.urged, case.owed) == (2, 0)


def test_nobody_replies_to_their_own_urging(town: Town):
    case = to(town, "handling")
    step(town, case, "urge", by="alice", **URGED)
    with pytest.raises(Invalid):
        step(town, case, "reply", by="alice", reply="知道了")


@pytest.mark.parametrize("wrong", [{"level": 4}, {"kind": "angry"}, {"text": " "}])
def test_level_kind_and_text_are_checked(town: Town, wrong: dict[str, object]):
    case = to(town, "handling")
    with pytest.raises(Invalid) as refused:
        step(town, case, "urge", **(URGED | wrong))
    assert list(refused.value.fields) == list(wrong)


@pytest.mark.parametrize("name", ["bob", "dan", "sam"])
def test_who_is_neither_leader_nor_desk_may_not_urge(town: Town, name: str):
    case = to(town, "handling")
    with pytest.raises(Exception) as refused:  # noqa: PT011  (sam may not even see it)
        step(town, case, "urge", by=name, **URGED)
    assert refused.value.status in {NotAllowed.status, 404}
