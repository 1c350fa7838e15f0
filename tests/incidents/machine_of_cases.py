"""Two dispatchers, a city of cases, and time: whatever they do in whatever order, the invariants hold."""

from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.gis.geos import Point
from shapely import LineString

from governance.access.actor import SYSTEM_ACTOR, Actor, resident_of
from governance.access.models import Post
from governance.access.roles import Role
from governance.errors import Invalid, Refused
from grids import queries as grids
from grids.actions import split_grid
from grids.parting import Parting
from incidents.actions.passing import pass_time, recompute_deadlines
from incidents.actions.portal.mending import neighbour_of
from incidents.api.steps import take_step
from incidents.models import Blackout, Category, Day, Incident
from incidents.queries import reference
from incidents.rules import allowed_steps
from incidents.web.buttons import RESULTS
from incidents.workflow import START, STEPS
from tests.incidents.walking import after_photo
from tests.town import DISTRICT, OTHER_STREET, STREET, Town

SOME = ("alice", "adam", "carol", "bob", "bea", "gil", "dan", "dick", "dora", "erin", "leo", "resident", "neighbour", "system")
LATER = [step.verb for step in STEPS if START not in step.sources]
WEIGHTS = {
    "force_close": 1, "cancel": 1, "refuse": 2, "merge": 2, "split": 3, "reopen": 3, "urge": 3, "remind": 3, "add": 3, "reply": 5, "recall": 4,
    "mend": 4, "respond": 4, "feed_back": 30, "send_to_check": 30, "check": 30, "close": 30, "request_suspension": 30,
    "grant_suspension": 99, "refuse_suspension": 99, "resume": 99, "lapse": 99, "appeal": 99, "review_appeal": 999, "decide_appeal": 999,
}  # fmt: skip
OFTEN_ASKED = 0.2
"""How often somebody looks at a case about which something was asked for."""
OPTIONAL = {"split": ("units",), "add": ("text",)}
USUAL = 10
"""Of what is offered, ends and words are taken seldom, so that cases live long enough for everything else, and the way to an appeal often."""


class Machine:
    """One town and what may happen in it. `steps` counts what was tried, `taken` what the table let through."""

    def __init__(self, town: Town) -> None:
        self.town, self.at = town, town.at
        self.cases: list[Incident] = []
        self.touched: list[UUID] | None = []
        """What the last happening may have changed; None: anything."""
        self.steps = self.taken = self.races = self.splits = self.blackouts = self.handovers = self.bulks = 0
        second = Category.objects.create(kind="component", code="0102", name="污水井盖", major_code="01", major_name="公用设施")
        self.categories = [town.category.pk, second.pk]
        self.joined("adam", "第一街道办事处", STREET, Role.DISPATCHER, Role.CLERK)
        self.joined("gil", "第一街道办事处", f"{STREET}001", Role.GRID_LEADER)
        self.joined("dick", "市政养护所", DISTRICT, Role.HANDLER)
        self.abroad = town.case(by="carol", grid=f"{OTHER_STREET}001001")
        """A case of another street, which this one's desk does not see."""

    def joined(self, name: str, unit: str, code: str, *roles: Role) -> None:
        """One more person of the town, with these posts."""
        person = type(self.town.people["alice"])(username=name, display_name=name.title(), fictitious=True)
        person.set_unusable_password()
        person.save()
        self.town.people[name] = person
        for role in roles:
            Post.objects.create(user=person, role=role, unit=self.town.units[unit], code=code, starts_at=self.at - timedelta(days=99))

    def report(self, lot: Random) -> None:
        """Bob or Bea reports something somewhere on the first row of grids; it is taken unless a black-out says otherwise."""
        self.town.at = self.at
        lon, lat = round(114.3005 + lot.random() * 0.035, 6), 22.7052
        self.touched, self.steps = [], self.steps + 1
        nature = lot.choice(("complaint", "complaint", "complaint", "question"))
        if dark := self.blacked_out(lon, lat):
            with pytest.raises(Invalid):
                self.town.case(by="bob", lon=lon, lat=lat)
        else:
            self.cases.append(self.town.case(by=lot.choice(("bob", "bea")), lon=lon, lat=lat, nature=nature))
        self.blackouts += dark

    def blacked_out(self, lon: float, lat: float) -> bool:
        """Whether a black-out in force covers the place, read from its row and the map alone."""
        here = grids.current_grids().filter(area__intersects=Point(lon, lat, srid=4326)).order_by("code").values_list("code", flat=True)
        dark = Blackout.objects.filter(starts_at__lte=self.at, ends_at__gt=self.at)
        return any(here[0].startswith(one.code) and one.category_id in {None, self.town.category.pk} for one in dark)

    def step(self, lot: Random) -> None:
        """Somebody takes a step with a case: mostly one that is offered, sometimes any at all."""
        if not self.cases:
            return self.report(lot)
        asked = list(Incident.objects.filter(pk__in=[case.pk for case in self.cases[-40:]]).exclude(pending="").order_by("number"))
        case = lot.choice(asked if asked and lot.random() < OFTEN_ASKED else self.cases[-12:])
        case.refresh_from_db()
        self.touched = [case.pk]
        actors = [self.actor(name, case) for name in lot.sample(SOME, 6)]
        offered = [(actor, step.verb) for actor in actors for step in allowed_steps(actor, case)]
        actor, verb = actors[0], lot.choice(LATER)
        if offered and lot.random() < 0.9:
            actor, verb = lot.choices(offered, [WEIGHTS.get(verb, USUAL) for _actor, verb in offered])[0]
        self.take(case, verb, actor, lot)
        return None

    def race(self, lot: Random) -> None:
        """Two dispatchers saw the same version of a case: the second is refused, whatever both want (A6)."""
        filed = [case for case in self.cases[-12:] if case.state in {"reported", "filed"}]
        if not filed:
            return self.report(lot)
        case = lot.choice(filed)
        case.refresh_from_db()
        seen, before, self.touched = case.version, self.taken, [case.pk]
        for name in lot.sample(("alice", "adam"), 2):
            self.take(case, "dispatch", self.actor(name, case), lot, version=seen)
        assert self.taken - before <= 1, "one case is dispatched by one of two"
        self.races += 1
        return None

    def wait(self, lot: Random) -> None:
        """Minutes or days pass; the timer comes, or was away."""
        self.touched = None
        self.at += timedelta(seconds=lot.choice((60, 600, 3600, 7200, 86_400, 4 * 86_400)))
        self.steps += 1
        if lot.random() < 0.7:
            pass_time(at=self.at)

    def holiday(self, lot: Random) -> None:
        """The State Council names another day."""
        self.touched = None
        day = (self.at + timedelta(days=lot.randrange(9))).date()
        kind = "workday_makeup" if day.weekday() > 4 else "holiday"
        for one, what in ((day, kind), (date(day.year, 1, 1), "holiday"), (date(day.year, 10, 1), "holiday")):
            Day.objects.get_or_create(date=one, defaults={"kind": what, "name": "测试"})
        reference.forget_all()
        recompute_deadlines(at=self.at)
        self.steps += 1

    def redraw(self, lot: Random) -> None:
        """A grid is split through its middle; open cases follow."""
        codes = sorted(grids.current_grids().filter(code__startswith=f"{STREET}001").values_list("code", flat=True))
        self.touched = None
        self.at += timedelta(seconds=1)
        self.steps += 1
        if self.splits > 3:
            return
        grid = grids.current_grids().get(code=lot.choice(codes))
        west, _south, east, _north = grid.area.extent
        middle = (west + east) / 2
        split_grid(actor=SYSTEM_ACTOR, at=self.at, code=grid.code, by=Parting(line=LineString([(middle, 22.6), (middle, 22.8)])))
        self.splits += 1

    def take(self, case: Incident, verb: str, actor: Actor, lot: Random, *, version: int | None = None) -> None:
        """Through the door of the API; a refusal changes nothing."""
        self.steps += 1
        if verb in {"merge", "split"}:
            self.touched = None
        if verb in {"feed_back", "mend"}:
            after_photo(self.town, case)
        inputs = {"version": version or case.version} | self.inputs(lot, case)
        if verb in RESULTS and lot.random() < 0.9:
            inputs["result"] = lot.choice(RESULTS[verb])[0]
        needed = {step.verb: step.needs for step in STEPS}[verb]
        known = {name: inputs[name] for name in ("version", *needed, "opinion", *OPTIONAL.get(verb, ())) if name in inputs}
        try:
            take_step(verb=verb, actor=actor, incident_id=case.pk, at=self.at, inputs=known)
            self.taken += 1
        except Refused:
            pass
        if verb == "split":
            self.cases += [child for child in case.children.all() if child not in self.cases]

    def inputs(self, lot: Random, case: Incident) -> dict[str, Any]:
        """Something for every field."""
        units = [self.town.units[name].pk for name in ("市政养护所", "市政养护所", "环卫公司", "环卫公司", "第二街道办事处")]
        return {
            "reason": "理由", "opinion": "意见", "question": "哪里？", "answer": "这里", "text": "补充", "reply": "好的", "score": lot.randint(1, 5),
            "level": lot.randint(1, 3), "kind": "overdue", "unit": lot.choice(units), "partners": [lot.choice(units)],
            "parts": ["甲"], "units": [lot.choice((0, *units))], "to": lot.choice((STREET, f"{STREET}001", "440399", OTHER_STREET)),
            "category": lot.choice(self.categories), "survivor": lot.choice(self.cases).pk,
            "until": self.at + timedelta(days=lot.choice((1, 30, 400))), "handler": self.town.people[lot.choice(("dan", "dick", "dora"))].pk,
            "colleague": self.town.people[lot.choice(("bob", "bea", "gil"))].pk, "point": {"lon": 114.312, "lat": 22.7053, "datum": "wgs84"},
            "result": lot.choice(("exists", "passed", "passed", "failed", "upheld", "content")), "case": case.pk, "id": uuid4(),
        }  # fmt: skip

    def actor(self, name: str, case: Incident) -> Actor:
        """A person of the town, the resident of this case, a neighbour who took it up, or the timer."""
        if name in {"resident", "neighbour"}:
            return resident_of(case_id=str(case.pk)) if name == "resident" else neighbour_of(case)
        return SYSTEM_ACTOR if name == "system" else self.town.actor(name, self.at)
