"""Several units for one case, several cases from one, another desk, another handler, many at once."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from governance.access.models import Post
from governance.access.roles import Role
from governance.access.second_factor.codes import NeedsSecondFactor
from governance.codes import Level
from governance.errors import Conflict, Invalid, NotAllowed
from governance.ledger.models import Entry
from incidents.actions.blackouts import end_blackout, set_blackout
from incidents.actions.handover import hand_over_post
from incidents.actions.portal.mending import mend_case, neighbour_of
from incidents.live import groups_of, targets_of
from incidents.models import Blackout, Incident, Part
from incidents.queries.blackouts import blackout_for
from incidents.queries.counts import counts
from incidents.queries.feed import feed
from incidents.queries.onmap import by_area
from incidents.queries.queue import Filters, queue
from incidents.rules import may_view, visible_to
from tests.incidents.walking import after_photo, step, to, walk
from tests.town import DISTRICT, OTHER_STREET, STREET, Town

MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def called(town: Town) -> Incident:
    case = to(town, "handling", at=MONDAY)
    return step(town, case, "call_partners", by="erin", partners=[town.units["环卫公司"].pk], text="请清运渣土", at=MONDAY + HOUR)


def test_the_case_waits_for_all_who_were_called(town: Town):
    case = called(town)
    with pytest.raises(Conflict):
        step(town, case, "feed_back", at=MONDAY + HOUR)
    step(town, case, "report_in", by="dora", at=MONDAY + HOUR)
    step(town, case, "finish_part", by="dora", opinion="已清运", at=MONDAY + 2 * HOUR)
    step(town, case, "feed_back", at=MONDAY + 2 * HOUR)
    part = Part.objects.get()
    assert (case.state, part.came_at, part.late) == ("fed_back", MONDAY + HOUR, False)


def test_neighbours_wait_too_for_a_unit_that_was_called_before_the_case_came_back(town: Town):
    case = called(town)
    step(town, case, "return", at=MONDAY + HOUR)
    after_photo(town, case)
    with pytest.raises(Conflict):
        mend_case(actor=neighbour_of(case), incident_id=case.pk, version=None, at=MONDAY + HOUR)
    step(town, case, "dispatch", at=MONDAY + HOUR)
    step(town, case, "finish_part", by="dora", opinion="已清运", at=MONDAY + 2 * HOUR)
    step(town, case, "return", at=MONDAY + 2 * HOUR)
    assert mend_case(actor=neighbour_of(case), incident_id=case.pk, version=None, at=MONDAY + 2 * HOUR).state == "checking"


def test_a_called_unit_has_a_deadline_of_its_own(town: Town):
    case = to(town, "handling", at=MONDAY)
    step(town, case, "call_partners", by="erin", partners=[town.units["环卫公司"].pk], text="请清运", until=MONDAY + HOUR, at=MONDAY)
    step(town, case, "finish_part", by="dora", opinion="已清运", at=MONDAY + 2 * HOUR)
    assert Part.objects.get().late is True
    assert case.late is None


def test_a_called_unit_sees_the_case_and_takes_its_own_part_only(town: Town):
    alone = to(town, "handling", at=MONDAY)
    case = called(town)
    dora = town.actor("dora")
    assert may_view(dora, case)
    assert list(visible_to(dora)) == [case]
    assert not may_view(dora, alone)
    with pytest.raises(NotAllowed):
        step(town, case, "feed_back", by="dora", opinion="好了", at=MONDAY + HOUR)


@pytest.mark.parametrize("unit", ["市政养护所", "第二街道办事处"])
def test_the_lead_unit_and_who_does_not_serve_the_place_are_not_called(town: Town, unit: str):
    case = to(town, "handling", at=MONDAY)
    with pytest.raises(Invalid) as refused:
        step(town, case, "call_partners", by="erin", partners=[town.units[unit].pk], text="请协助", at=MONDAY)
    assert list(refused.value.fields) == ["partners"]


def test_the_main_case_waits_for_its_sub_cases(town: Town):
    case = to(town, "handling")
    step(town, case, "split", by="alice", parts=["清理垃圾", "修复路面"])
    children = list(case.children.order_by("number"))
    assert [child.number for child in children] == [f"{case.number}-1", f"{case.number}-2"]
    assert {child.state for child in children} == {"filed"}
    walk(town, "feed_back", "send_to_check", "check", case=case)
    with pytest.raises(Conflict):
        step(town, case, "close")
    for child in children:
        walk(town, "dispatch", "assign", "feed_back", "send_to_check", "check", "close", case=child)
    step(town, case, "close")
    assert Entry.objects.filter(verb="incident.split_off").count() == 2


def test_a_part_with_a_unit_goes_to_it_at_once_and_one_without_waits_with_proposals(town: Town):
    case = to(town, "handling")
    step(town, case, "split", by="alice", parts=["清理垃圾", "修复路面"], units=[town.units["环卫公司"].pk, 0])
    given, waiting = case.children.order_by("number")
    assert (given.state, given.unit, waiting.state, waiting.unit) == ("dispatched", town.units["环卫公司"], "filed", None)
    assert [one["unit_id"] for one in waiting.proposals] == [town.units["市政养护所"].pk]
    assert list(Entry.objects.filter(object_id=str(given.pk)).order_by("id").values_list("verb", "version")) == [
        ("incident.split_off", 1), ("incident.dispatched", 2),
    ]  # fmt: skip


def test_two_splits_at_the_same_moment_tell_each_part_once(town: Town):
    case = to(town, "filed", at=MONDAY)
    for part in ("清理垃圾", "修复路面"):
        step(town, case, "split", by="alice", parts=[part], at=MONDAY + HOUR)
    assert sorted(child.number for child in case.children.all()) == [f"{case.number}-1", f"{case.number}-2"]
    assert Entry.objects.filter(verb="incident.split_off").count() == 2


def test_a_part_for_a_unit_that_does_not_serve_the_place_undoes_the_split(town: Town):
    case = to(town, "handling")
    with pytest.raises(Invalid) as refused:
        step(town, case, "split", by="alice", parts=["清理垃圾"], units=[town.units["第二街道办事处"].pk])
    assert list(refused.value.fields) == ["units"]
    assert case.children.count() == 0


def test_a_sub_case_is_not_split_again(town: Town):
    case = to(town, "handling")
    step(town, case, "split", by="alice", parts=["清理垃圾"])
    with pytest.raises(Conflict):
        step(town, case.children.get(), "split", by="alice", parts=["再分"])


def test_up_the_tree_the_case_keeps_its_number_and_place_and_the_lower_desk_waits(town: Town):
    case = town.case()
    number = case.number
    step(town, case, "transfer", by="alice", to=DISTRICT, reason="需统筹")
    assert (case.number, case.code, case.desk) == (number, town.grid, DISTRICT)
    with pytest.raises(NotAllowed):
        step(town, case, "file", by="alice")
    erin = town.people["erin"]
    Post.objects.create(user=erin, role=Role.DUTY_CHIEF, unit=town.units["市政养护所"], code=DISTRICT, starts_at=MONDAY - 99 * HOUR)
    step(town, case, "transfer", by="erin", to=f"{STREET}001", reason="社区可处理")
    step(town, case, "file", by="alice")
    assert case.desk == f"{STREET}001"


def test_sideways_another_streets_desk_goes_on_with_it(town: Town):
    case = town.case()
    number = case.number
    step(town, case, "transfer", by="alice", to=OTHER_STREET, reason="地点在第二街道")
    assert (case.number, case.code, case.placing) == (number, OTHER_STREET, "community")
    with pytest.raises(NotAllowed):
        step(town, case, "file", by="erin")
    step(town, case, "file", by="carol")
    assert Entry.objects.get(verb="incident.transferred").detail["from_code"] == town.grid


def test_whoever_sent_it_away_still_has_it_in_list_counts_map_feed_and_line(town: Town, client: Client):
    case, before = town.case(), feed(actor=town.actor("alice")).cursor
    step(town, case, "transfer", by="alice", to=OTHER_STREET, reason="地点在第二街道")
    step(town, case, "file", by="carol")
    alice, erin = town.actor("alice"), town.actor("erin")
    assert [row.pk for row in queue(actor=alice, filters=Filters(), at=town.at).items] == [case.pk]
    assert counts(actor=alice, at=town.at)["filed"] == counts(actor=erin, at=town.at)["open"] == 1
    assert by_area(actor=alice, level=Level.STREET, filters=Filters(), at=town.at) == {OTHER_STREET: 1}
    assert [one.verb for one in feed(actor=alice, after=before).items] == ["incident.transferred", "incident.filed"]
    hint = {"code": case.code, "former": case.former, "units": []}
    assert groups_of(alice) & set(targets_of(hint))
    assert not groups_of(town.actor("bob")) & set(targets_of(hint)), "the grid worker of the old place does not see it"
    client.force_login(town.people["alice"])
    card = client.get(f"/api/incidents/{case.pk}/").json()
    assert (card["sent_away"], card["actions"], card["state"]) == (True, [], "filed")
    client.force_login(town.people["carol"])
    assert client.get(f"/api/incidents/{case.pk}/").json()["sent_away"] is False


@pytest.mark.parametrize("to_code", ["440399999", STREET, "110101"])
def test_no_transfer_to_nowhere_or_to_oneself(town: Town, to_code: str):
    with pytest.raises(Invalid) as refused:
        step(town, town.case(), "transfer", by="alice", to=to_code, reason="？")
    assert list(refused.value.fields) == ["to"]


def test_a_post_is_handed_over_with_its_open_cases(town: Town):
    open_, closed = to(town, "handling"), to(town, "closed")
    post = Post.objects.get(user=town.people["dan"])
    moved = hand_over_post(actor=SYSTEM_ACTOR, mover=SYSTEM_ACTOR, post=post, successor=town.people["dora"], at=town.at)
    open_.refresh_from_db()
    closed.refresh_from_db()
    post.refresh_from_db()
    assert (moved, open_.handler, post.ends_at) == (1, town.people["dora"], town.at)
    assert closed.handler == town.people["dan"], "who did it stays who did it"
    assert Entry.objects.get(verb="incident.reassigned").detail["from_handler"] == town.people["dan"].pk


def test_what_comes_back_after_its_handler_left_belongs_to_the_unit_and_what_comes_back_before_to_its_handler(town: Town):
    left, stays = to(town, "fed_back"), to(town, "fed_back")
    step(town, stays, "rework")
    assert stays.handler == town.people["dan"]
    post = Post.objects.get(user=town.people["dan"])
    hand_over_post(actor=SYSTEM_ACTOR, mover=SYSTEM_ACTOR, post=post, successor=town.people["dora"], at=town.at)
    step(town, left, "rework", at=town.at + HOUR)
    assert (left.state, left.handler, left.unit) == ("dispatched", None, town.units["市政养护所"])


def test_nobody_hands_a_post_to_oneself_or_to_anybody_without_the_right(town: Town):
    post = Post.objects.get(user=town.people["dan"])
    with pytest.raises(Invalid):
        hand_over_post(actor=SYSTEM_ACTOR, mover=SYSTEM_ACTOR, post=post, successor=town.people["dan"], at=town.at)
    sue = town.actor("sue")
    with pytest.raises(NotAllowed):
        hand_over_post(actor=sue, mover=SYSTEM_ACTOR, post=post, successor=town.people["sue"], at=town.at)


def test_c5_nobody_moves_oneself_to_another_grid(town: Town):
    """A second person grants posts; it is recorded with who did it."""
    post = Post.objects.get(user=town.people["bob"])
    with pytest.raises(NotAllowed):
        hand_over_post(actor=town.proved("bob"), mover=SYSTEM_ACTOR, post=post, successor=town.people["bea"], at=town.at)
    with pytest.raises(NeedsSecondFactor):
        hand_over_post(actor=town.actor("sue"), mover=SYSTEM_ACTOR, post=post, successor=town.people["carol"], at=town.at)
    hand_over_post(actor=town.proved("sue"), mover=SYSTEM_ACTOR, post=post, successor=town.people["carol"], at=town.at)
    assert Entry.objects.get(verb="post.handed_over").actor_id == town.people["sue"].pk


def bulk(town: Town, name: str, verb: str, cases: list[Incident], **inputs: object):
    client = Client()
    client.force_login(town.people[name])
    items = [{"id": str(case.pk), "version": case.version} for case in cases]
    return client.post(f"/api/incidents/bulk/{verb}/", {"items": items} | inputs, content_type="application/json")


def test_many_cases_take_one_step(town: Town):
    cases = [town.case() for _ in range(3)]
    answer = bulk(town, "alice", "dispatch", cases, unit=town.units["市政养护所"].pk)
    assert answer.status_code == 200, answer.content
    assert set(Incident.objects.values_list("state", flat=True)) == {"dispatched"}


@pytest.mark.parametrize("wrong", ["foreign", "unknown", "stale", "twice", "none"])
def test_c10_all_or_nothing(town: Town, wrong: str):
    own, other = town.case(), town.case(by="carol", grid=town.other_grid)
    if wrong == "unknown":
        other = Incident(pk=uuid4(), version=1)
    if wrong == "stale":
        other = town.case()
        other.version = 7
    cases = {"twice": [own, own], "none": []}.get(wrong, [own, other])
    entries = Entry.objects.count()
    answer = bulk(town, "alice", "file", cases)
    assert answer.status_code == {"foreign": 404, "unknown": 404, "stale": 409}.get(wrong, 400)
    own.refresh_from_db()
    assert (own.state, Entry.objects.count()) == ("reported", entries)


def test_each_by_itself_tells_which_took_the_step_and_why_the_others_did_not(town: Town):
    ready, stale, closed = town.case(), town.case(), to(town, "closed")
    stale.version = 7
    answer = bulk(town, "alice", "file", [ready, stale, closed], each=True)
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert [one["id"] for one in told["items"]] == [str(ready.pk)]
    assert {one["incident"]: one["code"] for one in told["refused"]} == {str(stale.pk): "conflict", str(closed.pk): "illegal_step"}
    assert all(one["message"] for one in told["refused"])
    ready.refresh_from_db()
    assert (ready.state, ready.version) == ("filed", 2)


def test_c10_a_foreign_case_among_own_ones_undoes_all_also_when_each_is_taken_by_itself(town: Town):
    own, foreign = town.case(), town.case(by="carol", grid=town.other_grid)
    entries = Entry.objects.count()
    assert bulk(town, "alice", "file", [own, foreign], each=True).status_code == 404
    own.refresh_from_db()
    assert (own.state, Entry.objects.count()) == ("reported", entries)


def test_what_is_looked_at_one_by_one_is_not_done_in_bulk(town: Town):
    assert bulk(town, "erin", "grant_extension", [town.case()]).status_code == 404


def test_a_black_out_refuses_with_its_message_there_and_then_only(town: Town):
    one = set_blackout(
        actor=town.actor("erin"), code=STREET, starts_at=town.at, ends_at=town.at + HOUR, message="地铁施工围挡期间暂不受理", at=town.at,
        kind="component", major_code="01",
    )  # fmt: skip
    with pytest.raises(Invalid) as refused:
        town.case()
    assert refused.value.fields["category"] == ["地铁施工围挡期间暂不受理"]
    town.case(by="carol", grid=town.other_grid)
    town.case(captured_at=town.at - timedelta(minutes=1))
    end_blackout(actor=town.actor("erin"), blackout=one, at=town.at + timedelta(minutes=1))
    assert blackout_for(category=town.category, code=town.grid, moment=town.at) is not None, "what was seen before stays refused"
    assert blackout_for(category=town.category, code=town.grid, moment=town.at + timedelta(minutes=2)) is None
    assert Entry.objects.filter(verb__startswith="blackout.").count() == 2


def test_a_black_out_is_set_in_ones_own_area_only(town: Town):
    with pytest.raises(NotAllowed):
        set_blackout(actor=town.actor("erin"), code=OTHER_STREET, starts_at=town.at, ends_at=town.at + HOUR, message="x", at=town.at)
    assert not Blackout.objects.exists()


def test_over_http_a_black_out_is_set_known_and_ended(town: Town):
    erin, public = Client(), Client()
    erin.force_login(town.people["erin"])
    sent = {"code": STREET, "starts_at": "2026-01-01T00:00:00Z", "ends_at": "2099-01-01T00:00:00Z", "message": "施工期间暂不受理"}
    answer = erin.post("/api/blackouts/", sent, content_type="application/json")
    assert answer.status_code == 200, answer.content
    assert [one["message"] for one in public.get(f"/api/blackouts/?code={town.grid}").json()] == ["施工期间暂不受理"]
    assert public.get(f"/api/blackouts/?code={OTHER_STREET}").json() == []
    assert public.post("/api/blackouts/", sent, content_type="application/json").status_code in {401, 403}
    assert erin.post("/api/blackouts/", sent | {"code": OTHER_STREET}, content_type="application/json").status_code == 403
    assert erin.post(f"/api/blackouts/{answer.json()['id']}/end/").status_code == 200
    assert public.get(f"/api/blackouts/?code={town.grid}").json() == []


def test_c5_over_http_only_the_security_administrator_hands_a_post_over(town: Town):
    case = to(town, "handling")
    post = Post.objects.get(user=town.people["dan"])
    for name in ("dan", "erin", "sue"):
        town.proved(name, timezone.now())
    for name, status in (("dan", 403), ("erin", 403), ("sue", 200)):
        client = Client()
        client.force_login(town.people[name])
        answer = client.post(f"/api/posts/{post.pk}/hand-over/", {"successor": town.people["dora"].pk}, content_type="application/json")
        assert answer.status_code == status, (name, answer.content)
    case.refresh_from_db()
    assert case.handler == town.people["dora"]
