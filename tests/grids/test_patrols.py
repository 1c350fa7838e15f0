"""Patrols: only on duty, sent twice kept once, gaps told as gaps, points due and checked in, tracks gone after 90 days."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from governance.access.actions import end_post
from governance.access.actor import SYSTEM_ACTOR, Actor
from governance.access.models import Post, User
from governance.errors import Conflict, Invalid, NotAllowed, NotFound
from governance.ledger.models import Entry
from grids import queries
from grids.actions.patrols import Fix, Shown, check_in, end_point, expire_tracks, keep_track, plan_point, start_patrol, stop_patrol
from grids.errors import TooEarly
from grids.models import CheckIn, Patrol, PatrolPoint, TrackPoint
from grids.queries.patrols import walked
from tests.town import Town, inside

MINUTE = timedelta(minutes=1)


@pytest.fixture
def patrol(town: Town) -> Patrol:
    found, _new = start_patrol(actor=town.actor("bob"), patrol_id=uuid4(), captured_at=town.at, at=town.at)
    return found


@pytest.fixture
def point(town: Town) -> PatrolPoint:
    lon, lat = inside(town.grid)
    return plan_point(actor=SYSTEM_ACTOR, point_id=uuid4(), name="北门消防栓", lon=lon, lat=lat, at=town.at)


def fixes(town: Town, *seconds: int, east: float = 0.0001, first: int = 0) -> list[Fix]:
    lon, lat = inside(town.grid)
    return [Fix(first + n, lon + n * east, lat, 8, town.at + timedelta(seconds=s)) for n, s in enumerate(seconds)]


def track(town: Town, patrol: Patrol, *seconds: int, **more: float) -> int:
    _patrol, new = keep_track(
        actor=town.actor("bob"), patrol_id=patrol.pk, fixes=fixes(town, *seconds, **more), at=town.at + timedelta(hours=1)
    )
    return new


def test_a1_start_positions_and_stop_sent_twice_are_there_once(town: Town, patrol: Patrol):
    again, new = start_patrol(actor=town.actor("bob"), patrol_id=patrol.pk, captured_at=town.at, at=town.at)
    assert (again.pk, new) == (patrol.pk, False)
    assert [track(town, patrol, 0, 10, 20), track(town, patrol, 0, 10, 20), track(town, patrol, 0, 10, 20, 30)] == [3, 0, 1]
    for _n in range(2):
        stop_patrol(actor=town.actor("bob"), patrol_id=patrol.pk, captured_at=town.at + MINUTE, at=town.at + timedelta(hours=1))
    verbs = list(Entry.objects.filter(kind="patrol").order_by("id").values_list("verb", flat=True))
    assert verbs == ["patrol.started", "patrol.tracked", "patrol.tracked", "patrol.stopped"]
    assert not any("lon" in str(entry.detail) for entry in Entry.objects.filter(kind="patrol"))


def test_only_on_duty_positions_before_the_start_and_after_the_stop_are_not_kept(town: Town, patrol: Patrol):
    stop_patrol(actor=town.actor("bob"), patrol_id=patrol.pk, captured_at=town.at + MINUTE, at=town.at + timedelta(hours=1))
    assert track(town, patrol, -30, 0, 30, 60, 90) == 3
    assert TrackPoint.objects.count() == 3


def test_nobody_without_a_field_post_goes_on_duty_and_nobody_writes_anothers_walk(town: Town, patrol: Patrol):
    for name in ("alice", "dan", "leo"):
        with pytest.raises(NotAllowed):
            start_patrol(actor=town.actor(name), patrol_id=uuid4(), captured_at=town.at, at=town.at)
    with pytest.raises(NotFound):
        keep_track(actor=town.actor("bea"), patrol_id=patrol.pk, fixes=fixes(town, 0), at=town.at)
    with pytest.raises(Conflict):
        start_patrol(actor=town.actor("bea"), patrol_id=patrol.pk, captured_at=town.at, at=town.at)


def test_a8_positions_that_come_before_their_start_are_sent_again_later(town: Town):
    with pytest.raises(TooEarly) as refused:
        keep_track(actor=town.actor("bob"), patrol_id=uuid4(), fixes=fixes(town, 0), at=town.at)
    assert refused.value.status == 425


def test_b12_a_walk_of_before_the_post_ended_arrives_afterwards(town: Town):
    end_post(actor=SYSTEM_ACTOR, post=town.people["bob"].posts.get(), at=town.at + MINUTE)
    gone = Actor(town.people["bob"].pk, "Bob", ())
    found, _new = start_patrol(actor=gone, patrol_id=uuid4(), captured_at=town.at, at=town.at + 5 * MINUTE)
    keep_track(actor=gone, patrol_id=found.pk, fixes=fixes(town, 0, 10), at=town.at + 5 * MINUTE)
    assert (found.code, TrackPoint.objects.count()) == (town.grid, 2)
    with pytest.raises(NotAllowed):
        start_patrol(actor=gone, patrol_id=uuid4(), captured_at=town.at + 2 * MINUTE, at=town.at + 5 * MINUTE)


def test_a_walk_left_open_ends_with_the_next(town: Town, patrol: Patrol):
    start_patrol(actor=town.actor("bob"), patrol_id=uuid4(), captured_at=town.at + 10 * MINUTE, at=town.at + 10 * MINUTE)
    patrol.refresh_from_db()
    assert patrol.stopped_at == town.at + 10 * MINUTE


def test_a_pause_is_a_gap_and_no_distance(town: Town, patrol: Patrol):
    track(town, patrol, 0, 30, 60, 400, 430)
    walk = queries.walk_of(user_id=town.people["bob"].pk, at=town.at + timedelta(hours=1))
    assert [(one.gap, len(one.line)) for one in walk.stretches] == [(False, 3), (True, 2), (False, 2)]
    assert walk.km == pytest.approx(0.031, abs=0.002)
    assert queries.walked_km(user_id=town.people["bob"].pk, at=town.at + timedelta(hours=1)) == pytest.approx(walk.km, abs=0.002)
    assert walked([]).stretches == []


def test_how_much_of_the_grid_was_seen_today_grows_with_the_way(town: Town, patrol: Patrol):
    at = town.at + timedelta(hours=2)
    assert queries.coverage_of(codes=[town.grid], at=at) == {town.grid: 0}
    track(town, patrol, *range(0, 300, 10), east=0.0001)
    some = queries.coverage_of(codes=[town.grid], at=at)[town.grid]
    track(town, patrol, *range(300, 900, 10), east=-0.00006, first=100)
    assert 0 < some < queries.coverage_of(codes=[town.grid], at=at)[town.grid] < 0.2
    assert queries.coverage_of(codes=[town.grid], at=at + timedelta(days=1))[town.grid] == 0


def test_check_in_by_position_within_the_radius_and_by_the_point_s_code(town: Town, patrol: Patrol, point: PatrolPoint):
    lon, lat = inside(town.grid)
    bob, at = town.actor("bob"), town.at + MINUTE

    def checked(shown: Shown, check_in_id=None) -> tuple[CheckIn, bool]:
        return check_in(
            actor=bob, check_in_id=check_in_id or uuid4(), patrol_id=patrol.pk, point_id=point.pk, shown=shown, captured_at=town.at, at=at
        )

    assert queries.patrol_plan(actor=bob, at=at)[0].due
    with pytest.raises(Invalid) as refused:
        checked(Shown(lon + 0.002, lat, 10))
    assert "205" in str(refused.value.fields)
    with pytest.raises(Invalid):
        checked(Shown(lon + 0.002, lat, 5000))  # a vague position is no proof
    with pytest.raises(Invalid):
        checked(Shown(mark=uuid4()))
    with pytest.raises(Invalid):
        checked(Shown())
    key = uuid4()
    assert [checked(Shown(lon + 0.0004, lat, 10), key)[1] for _n in range(2)] == [True, False]
    assert checked(Shown(mark=point.mark))[0].by == "code"
    assert not queries.patrol_plan(actor=bob, at=at)[0].due
    assert queries.patrol_plan(actor=bob, at=at + timedelta(days=1))[0].due
    assert queries.days_present(user_id=bob.user_id, since=town.at - timedelta(days=3), at=at) == [date(2026, 11, 18)]
    assert Entry.objects.filter(verb="patrol.checked_in").count() == 2


def test_off_duty_and_in_a_foreign_grid_there_is_no_check_in(town: Town, patrol: Patrol, point: PatrolPoint):
    given = {"check_in_id": uuid4(), "shown": Shown(mark=point.mark), "at": town.at + timedelta(hours=20)}
    with pytest.raises(Invalid):
        check_in(actor=town.actor("bob"), patrol_id=patrol.pk, point_id=point.pk, captured_at=town.at + timedelta(hours=19), **given)
    lon, lat = inside(town.other_grid)
    foreign = plan_point(actor=SYSTEM_ACTOR, point_id=uuid4(), name="别处", lon=lon, lat=lat, at=town.at)
    with pytest.raises(NotFound):
        check_in(
            actor=town.actor("bob"),
            patrol_id=patrol.pk,
            point_id=foreign.pk,
            captured_at=town.at,
            **(given | {"shown": Shown(mark=foreign.mark)}),
        )
    assert [one.point for one in queries.patrol_plan(actor=town.actor("bob"), at=town.at)] == [point]


def test_points_are_set_inside_a_grid_of_the_own_area_and_ended(town: Town, point: PatrolPoint):
    lon, lat = inside(town.grid)
    with pytest.raises(NotAllowed):
        plan_point(actor=town.actor("bob"), point_id=uuid4(), name="x", lon=lon, lat=lat, at=town.at)
    for wrong in ({"lon": 100.0}, {"name": " "}, {"radius_m": 5}, {"every_days": 0}):
        with pytest.raises(Invalid):
            plan_point(actor=SYSTEM_ACTOR, point_id=uuid4(), at=town.at, **({"name": "x", "lon": lon, "lat": lat} | wrong))
    with pytest.raises(Conflict):
        plan_point(actor=SYSTEM_ACTOR, point_id=point.pk, name="别的", lon=lon, lat=lat, at=town.at)
    with pytest.raises(NotFound):
        end_point(actor=town.actor("bob"), point_id=point.pk, at=town.at)
    end_point(actor=SYSTEM_ACTOR, point_id=point.pk, at=town.at)
    assert queries.patrol_plan(actor=town.actor("bob"), at=town.at) == []


def test_the_desk_sees_where_workers_on_duty_were_last_and_how_long_ago_and_no_one_else_does(town: Town, patrol: Patrol):
    track(town, patrol, 0, 10, 20)
    at = town.at + 5 * MINUTE
    [seen] = queries.last_positions(actor=town.actor("alice"), at=at)
    assert (seen.name, seen.code, seen.age_s) == ("Bob", town.grid, 280)
    for name in ("carol", "bea", "dan", "sam"):
        assert queries.last_positions(actor=town.actor(name), at=at) == []
    stop_patrol(actor=town.actor("bob"), patrol_id=patrol.pk, captured_at=at, at=at)
    assert queries.last_positions(actor=town.actor("alice"), at=at) == []


def test_the_desk_s_list_takes_one_query_for_one_and_for_three(town: Town, patrol: Patrol):
    track(town, patrol, 0)
    with CaptureQueriesContext(connection) as one:
        queries.last_positions(actor=town.actor("alice"), at=town.at + MINUTE)
    Patrol.objects.bulk_create(
        Patrol(
            id=uuid4(),
            user=town.people["bea"],
            code=town.grid,
            started_at=town.at,
            last_at=town.at,
            last_point="SRID=4326;POINT(114.3 22.7)",
        )
        for _n in range(2)
    )
    with CaptureQueriesContext(connection) as more:
        assert len(queries.last_positions(actor=town.actor("alice"), at=town.at + MINUTE)) == 3
    assert len(one) == len(more)


def test_a_leader_prints_the_codes_of_the_own_points_and_a_worker_does_not(town: Town, point: PatrolPoint):
    lena = User.objects.create(username="lena", display_name="Lena", fictitious=True)
    Post.objects.create(user=lena, role="grid_leader", unit=town.units["第一街道办事处"], code=town.grid[:12], starts_at=town.at)
    client = Client()
    client.force_login(lena)
    page = client.get("/w/patrol/codes/").content.decode()
    assert f"wangge:{point.pk}:{point.mark}" in page
    assert "<svg" in page
    assert "style=" not in page
    client.force_login(town.people["bob"])
    assert client.get("/w/patrol/codes/").status_code == 403


def test_after_ninety_days_no_position_is_left_and_the_attendance_is(town: Town, patrol: Patrol, point: PatrolPoint):
    track(town, patrol, 0, 10)
    check_in(
        actor=town.actor("bob"),
        check_in_id=uuid4(),
        patrol_id=patrol.pk,
        point_id=point.pk,
        shown=Shown(*inside(town.grid), 5),
        captured_at=town.at,
        at=town.at,
    )
    assert expire_tracks(actor=SYSTEM_ACTOR, at=town.at + timedelta(days=90)) == 0
    assert expire_tracks(actor=SYSTEM_ACTOR, at=town.at + timedelta(days=91)) == 3
    assert expire_tracks(actor=SYSTEM_ACTOR, at=town.at + timedelta(days=91)) == 0
    patrol.refresh_from_db()
    assert (TrackPoint.objects.count(), patrol.last_point, CheckIn.objects.get().distance_m) == (0, None, None)
    assert len(queries.days_present(user_id=town.people["bob"].pk, since=town.at - MINUTE, at=town.at + timedelta(days=91))) == 1
    with pytest.raises(NotAllowed):
        expire_tracks(actor=town.actor("sam"), at=town.at)


def test_the_doors_keep_a_walk_in_order_and_name_what_is_wrong(town: Town):
    client, patrol_id, now = Client(), uuid4(), datetime.now(UTC)
    client.force_login(town.people["bob"])
    lon, lat = inside(town.grid)

    def sent(method: str, path: str, **body: object):
        return getattr(client, method)(path, {"payload": 3} | body, content_type="application/json")

    def fix(n: int) -> dict[str, object]:
        return {"n": n, "lon": lon, "lat": lat, "accuracy_m": 8, "at": (now - timedelta(seconds=50 - n)).isoformat()}

    path = f"/api/patrols/{patrol_id}/"
    assert sent("post", f"{path}track/", points=[fix(1)]).status_code == 425
    began = (now - timedelta(minutes=2)).isoformat()
    assert [sent("put", path, captured_at=began).status_code for _n in range(2)] == [201, 200]
    assert sent("post", f"{path}track/", points=[fix(1), fix(2)]).json() == {"id": str(patrol_id)}
    assert sent("post", f"{path}track/", points=[fix(1) | {"lon": 500}]).status_code == 400
    plan = client.get("/api/patrols/plan/").json()
    assert (plan["patrol"]["id"], len(plan["track"]), plan["coverage"][town.grid] > 0) == (str(patrol_id), 1, True)
    assert client.get("/api/patrols/positions/").status_code == 403
    assert sent("post", f"{path}stop/", captured_at=now.isoformat()).json() == {"id": str(patrol_id)}
