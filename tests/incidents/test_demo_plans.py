"""What the demonstration's cases are to be like, before anything is written."""

import csv
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from governance.errors import Invalid, NotAllowed
from governance.ledger.models import Entry
from governance.ledger.record import acting_post
from incidents.actions import desk, field
from incidents.actions.catalogue.shipped import DATA
from incidents.actions.demo.ids import demo_id, demo_range
from incidents.actions.demo.loading import load_demo
from incidents.actions.demo.measuring import measure, national_kinds, role_of
from incidents.actions.demo.mix import MIX, shipped_mix
from incidents.actions.demo.plan import BY_WORKERS, DAYS, QUEUE, closed_plans, open_plans
from incidents.actions.demo.roster import roster
from incidents.actions.demo.scenery import Scene, estates_of, road_of
from incidents.actions.demo.story import Story
from incidents.actions.photos import keep_photo
from incidents.actions.placing import Place
from incidents.demo.scenes import SCENES, picture, scene_of
from incidents.models import Incident
from incidents.workflow import OPEN, State
from tests.town import Town

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "appeals" / "pingshan_appeals_2018.csv"
MANY = 20_000


def shares(values: list[str]) -> dict[str, float]:
    return {value: count / len(values) for value, count in Counter(values).items()}


def apart(one: dict[str, float], other: dict[str, float]) -> float:
    """Total variation: which part of the cases would have to be of another kind."""
    return sum(abs(one.get(value, 0) - other.get(value, 0)) for value in {*one, *other}) / 2


def test_plans_follow_the_measured_shares() -> None:
    mix = shipped_mix()
    plans = list(closed_plans(mix=mix, count=MANY, seed=1, now=NOW))
    appeals = [plan for plan in plans if plan.source != "grid_worker"]
    assert abs(1 - len(appeals) / MANY - BY_WORKERS) < 0.01
    assert apart(shares([plan.source for plan in appeals]), mix.sources) < 0.02
    total = sum(kind.share for kind in mix.kinds)
    kinds = {f"{kind.kind} {kind.code}": kind.share / total for kind in mix.kinds}
    assert apart(shares([f"{plan.kind.kind} {plan.kind.code}" for plan in plans]), kinds) < 0.03
    assert apart(kinds, dict.fromkeys(kinds, 1 / len(kinds))) > 0.3, "the measure tells a flat mix from the real one"
    assert abs(sum(plan.late for plan in plans) / MANY - mix.late) < 0.01
    days = Counter((NOW - plan.start).days for plan in plans)
    assert set(days) <= set(range(DAYS)), "of the last sixty days"
    assert sum(plan.goal == State.CLOSED for plan in plans) / MANY > 0.93


def test_the_same_seed_makes_the_same_plans_and_another_others() -> None:
    mix = shipped_mix()
    first, again, other = (list(closed_plans(mix=mix, count=50, seed=seed, now=NOW)) for seed in (1, 1, 2))
    assert first == again
    assert [plan.kind for plan in first] != [plan.kind for plan in other]
    later = list(closed_plans(mix=mix, count=50, seed=1, now=NOW + timedelta(days=7)))
    assert all(two.start - one.start == timedelta(days=7) for one, two in zip(first, later, strict=True)), "relative to the day"


def test_the_queue_has_cases_in_every_open_state() -> None:
    plans = list(open_plans(mix=shipped_mix(), seed=1, now=NOW, grids=("440310001001001",)))
    assert Counter(plan.goal for plan in plans if not plan.grid) == QUEUE
    assert set(QUEUE) == set(OPEN) - {"suspended"}, "a case is suspended by the real action, not told"
    assert 100 < len(plans) < 160
    assert 0.1 < sum(plan.used > 1 for plan in plans) / len(plans) < 0.35, "some are overdue"


def test_ids_of_the_demonstration_are_told_by_their_beginning() -> None:
    first, beyond = demo_range()
    made = {demo_id("case", number) for number in range(1000)}
    assert len(made) == 1000
    assert all(first <= one < beyond and one.version == 8 for one in made)
    assert demo_id("case", 1) == demo_id("case", 1)
    assert not first <= UUID("0192d3f4-7c11-7000-8000-000000000000") < beyond, "a phone's id is another"


def test_the_roster_has_every_role_and_keeps_administrators_apart() -> None:
    grids = [f"440310001001{n:03d}" for n in range(1, 4)] + ["440310002001001"]
    members = roster(grids)
    names = [member.username for member in members]
    assert len(set(names)) == len(names)
    roles = Counter(place.role for member in members for place in member.places)
    counted = [roles[role] for role in ("grid_worker", "grid_leader", "dispatcher", "duty_chief")]
    assert counted == [4, 2, 7, 7], "six streets and the district"
    administrators = [member for member in members if any(place.role.endswith("_admin") for place in member.places)]
    assert [len(member.places) for member in administrators] == [1, 1, 1]
    dispatcher = next(member for member in members if member.username == "dispatcher")
    assert {place.role for place in dispatcher.places} == {"dispatcher", "clerk"}, "one person can take a case through the desk"


def test_names_are_taken_from_addresses_and_buildings() -> None:
    assert road_of("广东省深圳市坪山区马峦街道坪环社区笙桐路3号") == "笙桐路"
    assert estates_of("溪筠雅居3栋") == ("溪筠雅居",)
    assert estates_of("听筠路7号商铺") == ()


@pytest.mark.parametrize("scene", SCENES)
def test_pictures_show_the_trouble_and_the_mended_place(scene: str) -> None:
    before, again, after = (picture(scene=scene, variant=0, mended=mended) for mended in (False, False, True))
    assert before == again != after
    assert before.startswith(b"\xff\xd8")


def test_every_measured_category_has_a_scene() -> None:
    assert {scene_of(kind=kind.kind, code=kind.code) for kind in shipped_mix().kinds} <= SCENES.keys()


def test_the_shipped_shares_are_those_of_the_real_appeals() -> None:
    if not REAL.exists():
        pytest.skip("the real appeals are not at hand: they may not ship")
    assert measure(file=REAL, at=NOW) == json.loads(MIX.read_text(encoding="utf-8"))


def test_the_written_table_names_national_categories_only() -> None:
    with (DATA / "categories.csv").open(encoding="utf-8", newline="") as table:
        known = {(row["kind"], row["code"]) for row in csv.DictReader(table)}
    assert set(national_kinds().values()) <= known
    assert len(national_kinds()) == 138


@pytest.mark.parametrize(
    ("unit", "role"),
    [
        ("城管办（坑梓街道办事处）", "enforcement"),
        ("坪山街道综合执法队（坪山街道办事处）", "enforcement"),
        ("碧岭办事处市政服务中心", "municipal"),
        ("城建办公室（马峦街道办事处）", "construction"),
        ("六联社区（坪山街道办事处）", "community"),
        ("城市管理局", "城市管理局"),
        ("区测试责任单位一", ""),
    ],
)
def test_units_are_told_by_what_they_do(unit: str, role: str) -> None:
    assert role_of(unit) == role


# A told story against the real actions: the same fields, the same words in the record.


def steps_of(case_id: UUID) -> list[tuple[str, str, dict[str, object]]]:
    entries = Entry.objects.filter(kind="incident", object_id=str(case_id)).order_by("id")
    return [(entry.verb, entry.post, entry.detail) for entry in entries]


def really(town: Town) -> Incident:
    """A case that goes every way there is, by the real actions."""
    at = town.at
    real = town.case()
    unit = town.units["市政养护所"].pk

    def act(function: object, who: str, minutes: int, **given: object) -> None:
        function(actor=town.actor(who), incident_id=real.pk, version=None, at=at + timedelta(minutes=minutes), **given)  # type: ignore[operator]

    photo_id = demo_id("photo")
    act(desk.send_to_verify, "alice", 1)
    act(field.verify_incident, "bob", 2, result="exists")
    act(desk.file_incident, "alice", 3)
    act(desk.dispatch_incident, "alice", 4, unit_id=unit)
    act(field.return_incident, "dan", 5, reason="不属我单位")
    act(desk.dispatch_incident, "alice", 6, unit_id=unit)
    act(field.assign_incident, "dan", 7)
    keep_photo(actor=town.actor("dan"), photo_id=photo_id, body=picture(scene="cover", variant=0, mended=True), stage="after", at=at)
    act(field.feed_back_incident, "dan", 8, opinion="已修", photos=[photo_id])
    act(desk.send_to_check, "alice", 9)
    act(field.check_incident, "bob", 10, result="failed", opinion="没修好")
    act(desk.rework_incident, "alice", 11, reason="返工")
    act(field.feed_back_incident, "dan", 12, opinion="又修")
    act(desk.send_to_check, "alice", 13)
    act(field.check_incident, "bea", 14, result="passed")
    act(desk.close_incident, "erin", 15)
    real.refresh_from_db()
    return real


def as_told(town: Town, real: Incident) -> Story:
    """The same, told."""
    at, handler, unit = town.at, town.people["dan"].pk, town.units["市政养护所"].pk
    story = Story(demo_id("told"))
    scene = Scene(Place(real.code, real.placing, *inside_of(real)), (), (), None)
    story.begin(actor=town.actor("bob"), at=at, category=town.category, scene=scene, report=town.report(), origin="demo:1")

    def tell(verb: str, who: str, minutes: int, target: str, fields: dict[str, object] | None = None, **detail: object) -> None:
        story.step(verb, actor=town.actor(who), at=at + timedelta(minutes=minutes), target=target, fields=fields, detail=detail)

    def clock(minutes: int) -> dict[str, object]:
        return {"dispatched_at": at + timedelta(minutes=minutes)}

    standard = town.standard.pk
    tell("send_to_verify", "alice", 1, "verifying")
    tell("verify", "bob", 2, "reported", {"verified": "exists"}, result="exists", opinion="")
    tell("file", "alice", 3, "filed", {"standard_id": standard}, standard=standard)
    tell("dispatch", "alice", 4, "dispatched", {"unit_id": unit, "handler_id": None} | clock(4), unit=unit, opinion="")
    back = {"unit_id": None, "handler_id": None, "handle_due_at": None, "returns": 1}
    tell("return", "dan", 5, "filed", back, reason="不属我单位", unit=unit)
    tell("dispatch", "alice", 6, "dispatched", {"unit_id": unit, "handler_id": None} | clock(6), unit=unit, opinion="")
    tell("assign", "dan", 7, "handling", {"handler_id": handler}, handler=handler)
    tell("feed_back", "dan", 8, "fed_back", {"late": False, "handler_id": handler}, opinion="已修", late=False)
    tell("send_to_check", "alice", 9, "checking")
    tell("check", "bob", 10, "fed_back", {}, result="failed", opinion="没修好")
    tell("rework", "alice", 11, "dispatched", {"reworks": 1} | clock(11), reason="返工")
    tell("feed_back", "dan", 12, "fed_back", {"late": False, "handler_id": handler}, opinion="又修", late=False)
    tell("send_to_check", "alice", 13, "checking")
    tell("check", "bea", 14, "checked", {}, result="passed", opinion="")
    tell("close", "erin", 15, "closed", {"closed_at": at + timedelta(minutes=15)}, opinion="")
    return story


def test_a_told_story_has_the_fields_and_entries_of_the_real_actions(town: Town) -> None:
    real = really(town)
    story = as_told(town, real)
    told = story.draft()
    own = {"id", "number", "origin", "follow_digest", "street", "community"}
    for field_ in Incident._meta.concrete_fields:
        if field_.attname not in own:
            found, expected = getattr(told, field_.attname), getattr(real, field_.attname)
            assert found == expected or bytes(found) == bytes(expected), field_.attname
    assert [(fact.verb, acting_post(fact.actor, fact.code), dict(fact.detail)) for fact in story.facts] == steps_of(real.pk)
    assert [fact.version for fact in story.facts] == list(range(1, 17))


def inside_of(incident: Incident) -> tuple[float, float]:
    assert incident.point is not None
    return incident.point.x, incident.point.y


def test_a_story_refuses_what_the_workflow_or_the_policy_refuses(town: Town) -> None:
    story = Story(demo_id("told"))
    scene = Scene(Place(town.grid, "inside", 114.305, 22.705), (), (), None)
    story.begin(actor=town.actor("bob"), at=town.at, category=town.category, scene=scene, report=town.report(), origin="demo:1")
    with pytest.raises(ValueError, match="does not lead"):
        story.step("close", actor=town.actor("erin"), at=town.at, target="closed")
    with pytest.raises(NotAllowed):
        story.step("file", actor=town.actor("carol"), at=town.at, target="filed")


def test_without_the_demonstration_the_simulation_says_what_to_do(db: None) -> None:
    with pytest.raises(CommandError, match="load_demo") as refused:
        call_command("simulate", "--once", "1")
    assert refused.value.returncode == 2


def test_without_the_catalogue_the_demonstration_says_what_to_load(db: None) -> None:
    with pytest.raises(Invalid) as refused:
        load_demo(at=NOW, password="Muster-wort-77")
    assert "categories" in refused.value.fields
