"""The demonstration as it stands in the database."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum

from governance.access.actor import actor_of
from governance.access.models import Post, Unit, User
from governance.access.roles import Role
from governance.errors import Invalid
from governance.ledger.models import Entry
from governance.ledger.verify import chains, check_chain
from grids import queries as grids
from grids.models import Building
from incidents.actions.demo.cast import Cast
from incidents.actions.demo.loading import Demo, load_demo
from incidents.actions.demo.mix import shipped_mix
from incidents.actions.demo.plan import closed_plans, open_plans
from incidents.actions.demo.scenery import Scenery
from incidents.actions.demo.signins import demo_signins
from incidents.actions.demo.teller import Setting
from incidents.actions.demo.telling import told
from incidents.actions.demo.units import ensure_units
from incidents.models import Category, Incident, Photo, Responsibility, Tally
from incidents.queries.queue import Filters, queue
from incidents.rules import visible_to
from incidents.workflow import BY_VERB, OPEN, STEPS, State, legal
from tests.incidents.demotown import FAKES, NOW, PASSWORD, SEED, demo_town

CASES = 600
VERB_OF = {step.past: step.verb for step in STEPS}


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("media")


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any, media: Path) -> Iterator[Demo]:
    with django_db_blocker.unblock(), demo_town(media, cases=CASES) as demo:
        yield demo


@pytest.fixture
def demo(loaded: Demo, db: None) -> Demo:
    return loaded


def test_the_district_has_its_grids_buildings_units_and_people(demo: Demo) -> None:
    assert demo.grids >= 200
    assert Building.objects.count() == demo.buildings >= 2000
    assert Unit.objects.count() == demo.units == 76
    assert User.objects.count() == demo.people > 400
    assert not User.objects.filter(fictitious=False).exists()
    assert Incident.objects.count() == demo.cases == CASES
    grids_held = set(Post.objects.filter(role=Role.GRID_WORKER).values_list("code", flat=True))
    assert grids_held == set(grids.current_grids().values_list("code", flat=True))
    assert {code[:12] for code in grids_held} == set(Post.objects.filter(role=Role.GRID_LEADER).values_list("code", flat=True))
    local = Unit.objects.exclude(codes=["4403"])  # the city looks on and handles nothing
    assert set(local.values_list("pk", flat=True)) == set(Post.objects.filter(role=Role.HANDLER).values_list("unit_id", flat=True))
    streets = {code[:9] for code in grids_held}
    for role in (Role.DISPATCHER, Role.CLERK, Role.DUTY_CHIEF, Role.REGISTRAR, Role.LEADER, Role.EVALUATOR):
        assert streets <= set(Post.objects.filter(role=role).values_list("code", flat=True)), role
    for role in (Role.DISPATCHER, Role.CLERK, Role.DUTY_CHIEF):  # what lies in no street is somebody's too
        assert Post.objects.filter(role=role, code="440310").exists(), role


def test_every_role_can_be_signed_in_as_and_nobody_else(demo: Demo) -> None:
    signins = demo_signins()
    assert [one.username for one in signins][:3] == ["dispatcher", "clerk", "chief"]
    roles = set(Post.objects.filter(user__username__in=[one.username for one in signins]).values_list("role", flat=True))
    assert roles == set(Role.values)
    dispatcher = User.objects.get(username="dispatcher")
    assert dispatcher.check_password(PASSWORD)
    assert not dispatcher.check_password("wrong")
    usable = {user.username for user in User.objects.all() if user.has_usable_password()}
    assert usable == {one.username for one in signins}
    administrators = Post.objects.filter(role__in=["system_admin", "security_admin", "audit_admin"])
    assert len(set(administrators.values_list("user_id", flat=True))) == 3


def test_the_table_of_signins_names_them_and_the_password(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WANGGE_DEMO_PASSWORD", PASSWORD)
    out = StringIO()
    call_command("load_demo", "--print-signins", stdout=out)
    text = out.getvalue()
    assert PASSWORD in text
    assert "虚构" in text
    assert all(one.username in text for one in demo_signins())


def test_cases_stand_in_all_states_and_some_are_overdue(demo: Demo) -> None:
    states = Counter(Incident.objects.values_list("state", flat=True))
    assert set(OPEN) - {"suspended"} <= set(states)
    assert 100 <= sum(states[state] for state in OPEN) <= 160
    assert states[State.CLOSED] > 350
    overdue = Incident.objects.filter(state__in=sorted(OPEN), due_at__lt=NOW).count()
    assert 10 <= overdue <= 60
    assert not Incident.objects.filter(received_at__lt=NOW - timedelta(days=62)).exists()
    assert not Incident.objects.filter(received_at__gt=NOW).exists()


def test_every_case_is_told_whole_in_the_record(demo: Demo) -> None:
    entries: dict[str, list[Entry]] = defaultdict(list)
    for entry in Entry.objects.filter(kind="incident", verb__in=list(VERB_OF)).order_by("chain", "seq"):  # a look is no step
        entries[entry.object_id].append(entry)
    assert len(entries) == CASES
    for case in Incident.objects.all():
        lines = entries[str(case.pk)]
        assert [line.version for line in lines] == list(range(1, case.version + 1))
        stands = ""
        for line in lines:
            verb = VERB_OF[line.verb]
            assert stands in BY_VERB[verb].sources
            assert line.detail["state"] in BY_VERB[verb].targets
            assert not stands or legal(verb, stands, line.detail["state"])
            assert line.detail.get("from", "") == stands
            stands = line.detail["state"]
        assert stands == case.state
        times = [line.at for line in lines]
        assert times == sorted(times)
        assert (times[0], lines[0].code) == (case.received_at, case.code)
        assert times[-1] <= NOW
        if case.state not in OPEN:
            assert case.closed_at == times[-1]
        late = [line.detail["late"] for line in lines if line.verb == "incident.fed_back"]
        assert case.late is (late[-1] if late else None)


def test_the_ledger_verifies_and_the_counters_are_exact(demo: Demo) -> None:
    assert all(check_chain(chain=chain, outside={}).fault is None for chain in chains())
    counted = {(code, state): total for code, state, total in Tally.objects.values_list("code", "state", "count") if total}
    assert counted == Counter(Incident.objects.values_list("code", "state"))
    assert Tally.objects.aggregate(total=Sum("count"))["total"] == CASES


def test_whoever_acted_held_the_post_at_that_time(demo: Demo) -> None:
    posts = {(post.user_id, f"{post.role}@{post.code}"): post for post in Post.objects.all()}
    for entry in Entry.objects.filter(kind="incident", actor_id__isnull=False):
        assert posts[entry.actor_id, entry.post].starts_at <= entry.at


def test_cases_are_inside_the_grid_they_name_or_known_by_community(demo: Demo) -> None:
    placings = Counter(Incident.objects.values_list("placing", flat=True))
    assert set(placings) == {"inside", "community"}
    assert 0.04 < placings["community"] / CASES < 0.2
    for case in Incident.objects.filter(point__isnull=False)[:200]:
        assert case.point is not None
        assert grids.locate(lon=case.point.x, lat=case.point.y).code == case.code
    assert not Incident.objects.filter(point__isnull=True).exclude(placing="community").exists()


def test_cases_are_given_to_units_that_serve_the_place_and_mostly_as_proposed(demo: Demo) -> None:
    handled = list(Incident.objects.filter(unit__isnull=False).select_related("unit"))
    assert all(case.unit and any(case.code.startswith(code) for code in case.unit.codes) for case in handled)
    assert all(case.proposals for case in handled), "the list of responsibilities covers everything"
    first = sum(case.proposals[0]["unit_id"] == case.unit_id for case in handled)
    assert first / len(handled) > 0.5
    assert Responsibility.objects.count() == demo.responsibilities


def test_lateness_and_streets_are_as_in_the_real_appeals(demo: Demo) -> None:
    late = [late for late in Incident.objects.filter(state=State.CLOSED).values_list("late", flat=True) if late is not None]
    assert 0.05 < sum(late) / len(late) < 0.17
    streets = Counter(Incident.objects.values_list("street", flat=True))
    assert {code for code, _count in streets.most_common(3)} == {"440310001", "440310005", "440310006"}
    assert streets["440310004"] < streets["440310001"] / 3


def test_photos_are_there_and_whoever_fed_back_sent_one(demo: Demo, media: Path) -> None:
    for file in set(Photo.objects.values_list("file", flat=True)):
        assert (media / f"{file}.jpg").stat().st_size > 5000
        assert (media / f"{file}-s.jpg").stat().st_size > 500
    fed_back = set(Entry.objects.filter(verb="incident.fed_back").values_list("object_id", flat=True))
    with_photo = {str(pk) for pk in Photo.objects.filter(stage="after").values_list("incident_id", flat=True)}
    assert fed_back <= with_photo
    assert Entry.objects.filter(verb="photo.added").count() == Photo.objects.count()


def test_whoever_signs_in_finds_work(demo: Demo) -> None:
    def open_cases(username: str, *states: str) -> int:
        actor = actor_of(user=User.objects.get(username=username), at=NOW)
        return visible_to(actor).filter(state__in=states).count()

    for worker in ("worker", "worker2"):
        assert open_cases(worker, "verifying") >= 2
        assert open_cases(worker, "checking") >= 2
    assert open_cases("handler", "dispatched", "handling") >= 6
    assert Incident.objects.filter(handler__username="handler", state="handling").count() >= 3
    assert open_cases("dispatcher", "reported", "filed") >= 3
    dispatcher = actor_of(user=User.objects.get(username="dispatcher"), at=NOW)
    assert len(queue(actor=dispatcher, filters=Filters(), at=NOW).items) == 100


def test_the_same_seed_and_day_tell_the_same_cases(demo: Demo) -> None:
    mix = shipped_mix()
    setting = Setting(
        mix=mix,
        cast=Cast.assembled(units=ensure_units(at=NOW), at=NOW),
        scenery=Scenery("440310"),
        categories={(one.kind, one.code): one for one in Category.objects.filter(scheme="gbt30428")},
        prints=FAKES,
        now=NOW,
    )
    plans = [*closed_plans(mix=mix, count=80, seed=SEED, now=NOW), *list(open_plans(mix=mix, seed=SEED, now=NOW))[:40]]
    kept = {case.pk: case for case in Incident.objects.all()}
    for plan in plans:
        again = told(plan, setting).draft()
        case = kept[again.pk]
        for name in (
            "state",
            "version",
            "code",
            "text",
            "place",
            "received_at",
            "unit_id",
            "handler_id",
            "late",
            "due_at",
            "closed_at",
            "point",
        ):
            assert getattr(again, name) == getattr(case, name), name


def test_a_second_load_adds_nothing(demo: Demo) -> None:
    before = (Entry.objects.count(), User.objects.count(), Incident.objects.count())
    assert load_demo(at=NOW + timedelta(days=1), password=PASSWORD, seed=SEED) == Demo()
    assert (Entry.objects.count(), User.objects.count(), Incident.objects.count()) == before


def test_another_password_is_taken_over_and_another_seed_refused(demo: Demo) -> None:
    load_demo(at=NOW, password="Anderes-wort-8", seed=SEED)
    worker = User.objects.get(username="worker")
    assert worker.check_password("Anderes-wort-8")
    assert not worker.check_password(PASSWORD)
    assert "Anderes" not in "".join(str(entry.detail) for entry in Entry.objects.filter(verb="password.set"))
    with pytest.raises(Invalid) as refused:
        load_demo(at=NOW, password=PASSWORD, seed=SEED + 1)
    assert "seed" in refused.value.fields


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["", "short", "1234567890", "qwertyuiop"])
def test_a_weak_password_is_refused_before_anything_is_written(password: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WANGGE_DEMO_PASSWORD", password)
    before = Entry.objects.count()
    with pytest.raises(CommandError, match="口令太弱") as refused:
        call_command("load_demo")
    assert refused.value.returncode == 2
    assert Entry.objects.count() == before
