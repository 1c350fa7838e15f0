"""Keeping the demonstration alive (演示推演): new reports and further steps through the real actions, by the demo's people."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from governance.access.actor import PUBLIC, Actor
from governance.access.roles import Role
from governance.errors import Invalid, Refused
from governance.ledger.models import Entry
from incidents.actions.catalogue.shipped import NATIONAL
from incidents.actions.demo.cast import Cast
from incidents.actions.demo.hands import Hands
from incidents.actions.demo.ids import demo_id, demo_range
from incidents.actions.demo.loading import LOADED
from incidents.actions.demo.mix import Mix, drawn, shipped_mix
from incidents.actions.demo.plan import PUBLIC_SOURCES
from incidents.actions.demo.roster import DISTRICT
from incidents.actions.demo.scenery import Scenery
from incidents.actions.demo.units import ensure_units
from incidents.actions.report import Report, report_incident
from incidents.demo.texts import incident_texts
from incidents.models import Category, Incident, Source, Stage
from incidents.workflow import State

FEW, MANY = 100, 150
"""The queue is kept between these: under FEW reports come in only, over MANY cases go on only."""


USUAL = {
    State.REPORTED: "dispatch",
    State.VERIFYING: "verify",
    State.FILED: "dispatch",
    State.DISPATCHED: "assign",
    State.HANDLING: "feed_back",
    State.FED_BACK: "send_to_check",
    State.CHECKING: "check",
    State.CHECKED: "close",
}
SELDOM = {
    State.REPORTED: (("refuse", 0.04), ("send_to_verify", 0.2)),
    State.DISPATCHED: (("return", 0.06),),
}
"""Up to which luck something else happens."""

NAMES = {"return": "return_"}


@dataclass(frozen=True, slots=True)
class Happening:
    """What was done, or why it was not: somebody else may have been faster."""

    verb: str
    number: str
    refused: str = ""


class Simulation:
    """The demo's people at work. Refuses (Invalid) when the demonstration is not loaded."""

    def __init__(self, *, seed: int, at: datetime) -> None:
        if not Entry.objects.filter(chain=DISTRICT, kind="demo", verb=LOADED).exists():
            raise Invalid(fields={"demo": ["load_demo"]})
        self.lot = Random(f"simulate {seed} {at.isoformat()}")  # noqa: S311
        self.mix: Mix = shipped_mix()
        self.cast = Cast.assembled(units=ensure_units(at=at), at=at)
        self.scenery = Scenery(DISTRICT)
        self.categories = {(one.kind, one.code): one for one in Category.objects.filter(scheme=NATIONAL)}
        kinds = {self.categories[kind.kind, kind.code].pk: kind for kind in self.mix.kinds}
        self.hands = Hands(cast=self.cast, mix=self.mix, kinds=kinds, lot=self.lot)

    def step(self, *, at: datetime) -> Happening:
        """One report or one step of a generated case, by an action, at that moment. What real people filed is left to them."""
        first, beyond = demo_range()
        mine = Incident.objects.filter(id__gte=first, id__lt=beyond, state__in=sorted(USUAL))
        count = mine.count()
        if count < FEW or (count < MANY and self.lot.random() < 0.25):  # noqa: PLR2004
            return self.report(at)
        chosen = mine.order_by("id")[self.lot.randrange(count)]
        return self.further(chosen, at)

    def report(self, at: datetime) -> Happening:
        """Somebody reports something beside some building."""
        lot = self.lot
        kind = self.mix.kind(lot)
        source = str(Source.GRID_WORKER) if lot.random() < 0.3 else drawn(self.mix.sources, lot)  # noqa: PLR2004
        phone = source in PUBLIC_SOURCES or source == Source.GRID_WORKER
        scene = self.scenery.scene(mix=self.mix, lot=lot, exact=True, phone=phone)
        actor = self.reporter(source, scene.place.code)
        category = self.categories[kind.kind, kind.code]
        case_id = demo_id("simulated", at.isoformat(), lot.random())
        text = next(
            incident_texts(kind=kind.kind, code=kind.code, name=category.name, roads=scene.roads, estates=scene.estates, seed=str(case_id))
        )
        photos = (self.hands.photo(kind, Stage.BEFORE, actor, at),) if phone else ()
        report = Report(
            category_id=category.pk,
            captured_at=at,
            lon=scene.place.lon,
            lat=scene.place.lat,
            accuracy_m=scene.accuracy_m,
            place=text.place,
            text=text.text,
            nature=drawn(self.mix.natures, lot),
            source=source,
            photos=photos,
        )
        incident, _new = report_incident(actor=actor, incident_id=case_id, report=report, at=at)
        return Happening("report", incident.number)

    def reporter(self, source: str, code: str) -> Actor:
        """Residents themselves, a grid worker, or the desk for those who call or write."""
        if source in PUBLIC_SOURCES:
            return PUBLIC
        return self.cast.field_worker(code, self.lot) if source == Source.GRID_WORKER else self.cast.desk(Role.CLERK, code, self.lot)

    def further(self, incident: Incident, at: datetime) -> Happening:
        """The next step of a case; a refusal is part of life."""
        verb = self.next_verb(incident)
        try:
            getattr(self.hands, NAMES.get(verb, verb))(incident, at)
        except Refused as refusal:
            return Happening(verb, incident.number, str(refusal))
        return Happening(verb, incident.number)

    def next_verb(self, incident: Incident) -> str:
        """What comes next, mostly; now and then a look, a refusal, a return. A failed check leads to rework."""
        state, luck = State(incident.state), self.lot.random()
        if state == State.FED_BACK and self.failed(incident):
            return "rework"
        for verb, chance in SELDOM.get(state, ()):
            if luck < chance and not (verb == "send_to_verify" and incident.verified):
                return verb
        return USUAL[state]

    def failed(self, incident: Incident) -> bool:
        """Whether the last check failed."""
        last = Entry.objects.filter(kind="incident", object_id=str(incident.pk)).order_by("-id").first()
        return last is not None and last.detail.get("result") == "failed"
