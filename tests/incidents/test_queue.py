"""The queue by deadline and inside a drawn area; approximate places on the map."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from django.utils import timezone

from incidents.models import Incident
from incidents.queries.onmap import points
from incidents.queries.queue import Filters, queue
from tests.town import STREET, Town, inside


def ids(town: Town, name: str = "alice", limit: int = 2, **filters: object) -> list[str]:
    """All pages one after another."""
    found, after = [], ""
    while True:
        page = queue(actor=town.actor(name), filters=Filters(**filters), at=town.at, after=after, limit=limit)  # type: ignore[arg-type]
        found += [str(row.pk) for row in page.items]
        if page.next is None:
            return found
        after = page.next


def test_the_earliest_deadline_comes_first_and_those_without_one_last(town: Town):
    cases = [town.case(text=f"第{n}件") for n in range(7)]
    for number, case in enumerate(cases):
        due = None if number in {1, 4, 6} else town.at + timedelta(hours=(number * 5) % 7)
        Incident.objects.filter(pk=case.pk).update(due_at=due, received_at=town.at - timedelta(minutes=number))
    order = [5, 3, 0, 2]
    dues = {n: (n * 5) % 7 for n in order}
    order.sort(key=lambda n: dues[n])
    expected = [str(cases[n].pk) for n in [*order, 1, 4, 6]]
    for limit in (1, 2, 3, 4, 5, 10):
        assert ids(town, by_deadline=True, limit=limit) == expected


def test_equal_deadlines_lose_and_double_nothing(town: Town):
    cases = {str(town.case(text=f"第{n}件").pk) for n in range(6)}
    Incident.objects.update(due_at=town.at)
    found = ids(town, by_deadline=True)
    assert len(found) == 6
    assert set(found) == cases


def test_a_drawn_area_lets_through_what_lies_in_it(town: Town):
    here, there = town.case(), town.case(grid=f"{STREET}001002", by="alice")
    lon, lat = inside(town.grid)
    ring = ((lon - 0.001, lat - 0.001), (lon + 0.001, lat - 0.001), (lon, lat + 0.002))
    assert ids(town, ring=ring) == [str(here.pk)]
    assert set(ids(town)) == {str(here.pk), str(there.pk)}


def test_a_drawn_area_shows_nothing_of_a_foreign_street(town: Town):
    town.case()
    wide = ((114.2, 22.6), (114.5, 22.6), (114.5, 22.8), (114.2, 22.8))
    assert ids(town, ring=wide)
    assert ids(town, "carol", ring=wide) == []


@pytest.mark.parametrize(
    "query",
    [
        "ring=114,22;115,22",
        "ring=x",
        "ring=1,2;3,4;5,6,7",
        "ring=0,0;1,1;1,0;0,1",
        "ring=500,1;2,2;3,3",
        "ring=nan,1;2,2;3,1",
        "order=best",
    ],
)
def test_what_is_no_area_and_no_order_is_refused_by_name(town: Town, client: Client, query: str):
    client.force_login(town.people["alice"])
    answer = client.get(f"/api/incidents/?{query}")
    assert answer.status_code == 400
    assert query.partition("=")[0] in answer.json()["error"]["fields"]


def test_the_api_sorts_by_deadline(town: Town, client: Client):
    first, second = town.case(), town.case(text="又一件")
    Incident.objects.filter(pk=first.pk).update(due_at=town.at + timedelta(days=2))
    client.force_login(town.people["alice"])
    assert [one["id"] for one in client.get("/api/incidents/?order=due").json()["items"]] == [str(second.pk), str(first.pk)]


def test_cases_known_by_community_stand_beside_each_other_near_its_middle_and_are_marked(town: Town, monkeypatch: pytest.MonkeyPatch):
    from grids import queries as grids
    from incidents.queries import onmap

    lon, lat = inside(town.grid)
    centre = grids.Centre(code=f"{STREET}001", lon=lon, lat=lat, name="第一社区")
    onmap._centre.cache_clear()
    monkeypatch.setattr(onmap, "_centre", lambda code, _edition: centre if code == f"{STREET}001" else None)
    cases = [town.case(lon=None, lat=None, community=f"{STREET}001", text=f"第{n}件") for n in range(3)]
    exact = town.case()
    filters = Filters(bbox=(lon - 0.01, lat - 0.01, lon + 0.01, lat + 0.01))
    found = points(actor=town.actor("alice"), filters=filters, at=town.at)
    assert found is not None
    assert {row.pk for row in found} == {case.pk for case in [*cases, exact]}
    spots = {(row.lon, row.lat) for row in found if row.pk != exact.pk}
    assert len(spots) == 3
    assert all(abs(x - lon) < 0.002 and abs(y - lat) < 0.002 for x, y in spots)
    far = Filters(bbox=(lon + 0.5, lat, lon + 0.6, lat + 0.1))
    assert points(actor=town.actor("alice"), filters=far, at=town.at) == []
    assert Incident.objects.filter(point=Point(lon, lat, srid=4326)).count() == 1


def test_the_numbers_above_agree_with_the_list_under_every_filter(town: Town, client: Client):
    here, there = town.case(place="井盖处"), town.case(grid=f"{STREET}001002", by="alice")
    Incident.objects.update(due_at=timezone.now() + timedelta(hours=1))
    Incident.objects.filter(pk=there.pk).update(state="filed", due_at=town.at - timedelta(hours=1))
    lon, lat = inside(town.grid)
    ring = f"{lon - 0.001},{lat - 0.001};{lon + 0.001},{lat - 0.001};{lon},{lat + 0.002}"
    box = f"{lon - 0.001},{lat - 0.001},{lon + 0.001},{lat + 0.001}"
    client.force_login(town.people["alice"])
    for query, one, other in (
        ("", 1, 1), (f"ring={ring}", 1, 0), (f"bbox={box}", 1, 0), (f"q={quote('井盖处')}", 1, 0), (f"category={town.category.pk}", 1, 1),
        ("category=999", 0, 0), (f"code={STREET}001002", 0, 1), (f"code={STREET}001&ring={ring}", 1, 0),
    ):  # fmt: skip
        told = client.get(f"/api/incidents/counts/?{query}&state=closed&order=due").json()
        assert (told.get("reported", 0), told.get("filed", 0), told["open"], told["overdue"]) == (one, other, one + other, other), query
        assert len(client.get(f"/api/incidents/?state=open&{query}").json()["items"]) == told["open"], query
    assert here.state == "reported"
