"""Whom a worker calls: colleagues of the community, those next door, the desk, the units."""

from datetime import timedelta

from django.test import Client

from governance.access.actor import PUBLIC
from governance.access.models import Post, User
from governance.access.roles import Role
from governance.codes import Level
from incidents.cards import detail_card
from incidents.queries.contacts import contacts_for
from tests.incidents.walking import walk
from tests.town import Town


def grouped(town: Town, name: str) -> dict[str, list[str]]:
    return {str(group.label): [one.name for one in group.contacts] for group in contacts_for(actor=town.actor(name), at=town.at)}


def stands(town: Town, name: str, role: Role, code: str) -> None:
    since = town.at - timedelta(days=9)
    Post.objects.create(user=town.people[name], role=role, unit=town.units["第一街道办事处"], code=code, starts_at=since)


def test_a_worker_and_a_leader_of_the_community_find_those_next_door(town: Town):
    community = town.grid[: Level.COMMUNITY]
    street = town.grid[: Level.STREET]
    stands(town, "leo", Role.GRID_LEADER, f"{street}002")
    stands(town, "erin", Role.GRID_LEADER, community)
    town.units["市政养护所"].phone = "0755-0000 0001"
    town.units["市政养护所"].save()
    for name, colleagues in (("bob", ["Erin", "Bea"]), ("erin", ["Bea", "Bob"])):
        found = grouped(town, name)
        assert found["本社区同事"] == colleagues
        assert found["相邻网格"] == ["Leo"]
        assert "Alice" in found["街道调度"]
    assert "市政养护所" in grouped(town, "bob")["处置单位"]


def test_a_number_is_called_with_one_tap_and_whoever_has_none_is_said_to_have_none(town: Town):
    bea = town.people["bea"]
    bea.work_phone = "0755-0000 0002"
    bea.save()
    stands(town, "erin", Role.GRID_LEADER, town.grid[: Level.COMMUNITY])
    client = Client()
    client.force_login(town.people["bob"])
    page = client.get("/w/contacts/").content.decode()
    assert 'href="tel:0755-0000 0002"' in page
    assert "未登记电话" in page


def test_a_case_says_who_may_be_called_and_what_part_they_had(town: Town):
    User.objects.filter(username__in=("bob", "dan")).update(work_phone="0755-1")
    case = walk(town, "file", "dispatch", "assign", case=town.case(by="bob"))
    calls = detail_card(actor=town.actor("alice"), incident=case, at=town.at)["calls"]
    assert {(one["part"], one["name"]) for one in calls} >= {("上报人", "Bob"), ("处置人员", "Dan")}
    own = detail_card(actor=town.actor("dan"), incident=case, at=town.at)["calls"]
    assert "Dan" not in [one["name"] for one in own]
    assert detail_card(actor=PUBLIC, incident=case, at=town.at)["calls"] == []
