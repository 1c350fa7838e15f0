"""Takes one case through its steps (演示案件经过): who does what, when, and with which words."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from governance.access.actor import PUBLIC, Actor
from governance.access.models import Unit
from governance.access.roles import Role
from incidents.actions.demo import words
from incidents.actions.demo.cast import Cast
from incidents.actions.demo.ids import demo_id
from incidents.actions.demo.mix import Mix, drawn
from incidents.actions.demo.plan import PUBLIC_SOURCES, Plan
from incidents.actions.demo.scenery import Scene, Scenery
from incidents.actions.demo.story import Print, Story
from incidents.actions.report import Report
from incidents.clock import SHANGHAI
from incidents.demo.scenes import scene_of
from incidents.demo.texts import DemoText, incident_texts
from incidents.models import Category, Source, Stage
from incidents.queries import reference
from incidents.workflow import WITH_UNIT, State

SEARCH = 30
"""So many texts are looked at for one that fits how a report came in."""

MORNING, EVENING = 7, 20


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and with whom the cases are told."""

    mix: Mix
    cast: Cast
    scenery: Scenery
    categories: dict[tuple[str, str], Category]
    prints: dict[tuple[str, bool], list[Print]]
    now: datetime


class Teller:
    """Tells one plan from one beginning."""

    def __init__(self, plan: Plan, setting: Setting, scene: Scene, start: datetime) -> None:
        self.plan = plan
        self.setting = setting
        self.cast = setting.cast
        self.scene = scene
        self.lot = Random(f"{plan.seed}:steps")  # noqa: S311
        self.at = start.astimezone(UTC).replace(microsecond=0)
        self.code = scene.place.code
        self.category = setting.categories[plan.kind.kind, plan.kind.code]
        self.story = Story(demo_id(plan.seed))
        prints = setting.prints[scene_of(kind=plan.kind.kind, code=plan.kind.code), False]
        self.variant = self.lot.randrange(len(prints)) if prints else 0

    def tell(self) -> datetime:
        """Everything up to the goal; the moment at which it has stood there as long as planned."""
        self.report()
        if not self.plan.on_the_spot and self.accept() and self.give_out() and self.handle():
            self.finish()
        return self.standing_until()

    def standing_until(self) -> datetime:
        """When the planned part of the present limit is used up; for a case that is over, its last step."""
        due_at: datetime | None = self.story.case["due_at"]
        if due_at is None:
            return self.story.last_at
        begun: datetime = self.story.case["dispatched_at"] if self.story.stands in WITH_UNIT else self.story.last_at
        return max(self.story.last_at, begun + (due_at - begun) * self.plan.used)

    def report(self) -> None:
        """By whom it comes in: residents themselves, grid workers, or the desk for those who call or write."""
        plan, lot = self.plan, self.lot
        seen_at = self.at - timedelta(seconds=lot.randint(20, 240))
        actor = self.reporter()
        words_ = self.words()
        place = self.scene.place
        report = Report(
            category_id=self.category.pk,
            captured_at=seen_at,
            lon=place.lon,
            lat=place.lat,
            accuracy_m=self.scene.accuracy_m,
            community="" if place.lon is not None else self.code,
            place=words_.place,
            text=words_.text,
            nature=plan.nature,
            source=plan.source,
            on_the_spot=plan.on_the_spot,
        )
        if plan.source == Source.GRID_WORKER or (plan.source in PUBLIC_SOURCES and lot.random() < 0.8):  # noqa: PLR2004
            self.photo(Stage.BEFORE, actor)
        if plan.on_the_spot:
            self.photo(Stage.AFTER, actor)
        self.story.begin(actor=actor, at=self.at, category=self.category, scene=self.scene, report=report, origin=f"demo:{plan.seed}")

    def reporter(self) -> Actor:
        """Who sends the report."""
        if self.plan.source in PUBLIC_SOURCES:
            return PUBLIC
        if self.plan.source == Source.GRID_WORKER:
            return self.cast.field_worker(self.code, self.lot)
        return self.desk(Role.CLERK)

    def words(self) -> DemoText:
        """A text that fits how it came in."""
        kind, spot = self.plan.kind, self.scene
        texts = incident_texts(
            kind=kind.kind, code=kind.code, name=self.category.name, roads=spot.roads, estates=spot.estates, seed=self.plan.seed
        )
        called = self.plan.source in {Source.HOTLINE, Source.PHONE}
        by_worker = self.plan.source == Source.GRID_WORKER
        return next(one for number, one in enumerate(texts) if words.fits(one.text, by_worker=by_worker, called=called) or number > SEARCH)

    def accept(self) -> bool:
        """From the report to a case that may be given out; False when it ends or stands before."""
        plan = self.plan
        if plan.verified:
            self.wait(1, 12)
            self.step("send_to_verify", self.desk(Role.CLERK), State.VERIFYING)
            if plan.goal == State.VERIFYING:
                return False
            self.wait(4, 28)
            self.verify()
        if plan.goal == State.REPORTED:
            return False
        self.wait(*((16, 60) if self.lot.random() < 0.08 else (1, 13)))  # noqa: PLR2004
        if plan.goal == State.REFUSED:
            self.end("refuse", self.desk(self.lot.choice((Role.CLERK, Role.DUTY_CHIEF))), State.REFUSED, words.REFUSED)
            return False
        standard = reference.default_standard(self.category.pk)
        pk = standard.pk if standard else None
        self.step("file", self.desk(Role.CLERK), State.FILED, {"standard_id": pk} if pk else {}, {"standard": pk})
        return plan.goal != State.FILED

    def verify(self) -> None:
        """The grid looks."""
        actor = self.cast.field_worker(self.code, self.lot)
        found = "absent" if self.plan.goal == State.REFUSED else "exists"
        if self.lot.random() < 0.5:  # noqa: PLR2004
            self.photo(Stage.VERIFY, actor, mended=found == "absent")
        self.step("verify", actor, State.REPORTED, {"verified": found}, {"result": found, "opinion": ""})

    def give_out(self) -> bool:
        """To a unit, sometimes by way of a wrong one."""
        self.wait(1, 9)
        if self.plan.goal == State.CANCELLED:
            self.end("cancel", self.desk(Role.DUTY_CHIEF), State.CANCELLED, words.CANCELLED)
            return False
        unit = self.cast.unit_for(drawn(self.plan.kind.units, self.lot), self.code)
        if self.plan.returned:
            wrong = self.other_unit(unit)
            self.dispatch(wrong)
            self.wait(5, 50)
            fields = {"unit_id": None, "handler_id": None, "handle_due_at": None, "returns": 1}
            actor = self.lot.choice(self.cast.handlers(wrong.pk))
            self.step("return", actor, State.FILED, fields, {"reason": words.one(words.NOT_OURS, self.lot), "unit": wrong.pk})
            self.wait(2, 12)
        self.dispatch(unit)
        return self.plan.goal != State.DISPATCHED

    def other_unit(self, unit: Unit) -> Unit:
        """One that was asked by mistake."""
        wrong = self.cast.unit_for("municipal", self.code)
        return wrong if wrong.pk != unit.pk else self.cast.unit_for("enforcement", self.code)

    def dispatch(self, unit: Unit) -> None:
        """The handling clock starts."""
        fields = {"unit_id": unit.pk, "handler_id": None, "dispatched_at": self.at}
        opinion = words.one(words.ROUTINE, self.lot)
        self.step("dispatch", self.desk(Role.DISPATCHER), State.DISPATCHED, fields, {"unit": unit.pk, "opinion": opinion})

    def handle(self) -> bool:
        """By somebody of the unit, in time or late as planned."""
        handlers = self.cast.handlers(self.story.case["unit_id"])
        handler = handlers[0] if self.plan.first_handler else self.lot.choice(handlers)
        given, done = self.at, self.done_at()
        self.at = given + min(timedelta(minutes=self.lot.uniform(3, 40)), (done - given) * 0.3)
        self.step("assign", handler, State.HANDLING, {"handler_id": handler.user_id}, {"handler": handler.user_id})
        if self.plan.goal == State.HANDLING:
            return False
        self.at = done
        self.feed_back(handler)
        return self.plan.goal != State.FED_BACK

    def done_at(self) -> datetime:
        """When the work is done: by chance within the limit, in the daytime where the limit is long; or after it."""
        begun: datetime = self.story.case["dispatched_at"]
        due_at: datetime = self.story.case["handle_due_at"]
        limit = due_at - begun
        if self.plan.late:
            return due_at + max(timedelta(minutes=5), min(timedelta(days=6), limit * min(2.5, self.lot.expovariate(1.6))))
        done = begun + limit * min(0.96, max(0.03, self.lot.betavariate(1.4, 2.0)))
        local = done.astimezone(SHANGHAI)
        if MORNING <= local.hour < EVENING + 2:
            return done
        evening = local.replace(hour=EVENING, minute=self.lot.randrange(60)) - timedelta(days=local.hour < MORNING)
        return evening.astimezone(UTC) if evening > begun + timedelta(minutes=10) else done

    def feed_back(self, handler: Actor) -> None:
        """The work is reported done, with a photo of after; whether it was late is settled."""
        self.photo(Stage.AFTER, handler, mended=True)
        late = bool(self.story.case.get("late")) or self.at > self.story.case["handle_due_at"]
        detail = {"opinion": words.done(scene_of(kind=self.plan.kind.kind, code=self.plan.kind.code), self.lot), "late": late}
        self.step("feed_back", handler, State.FED_BACK, {"late": late, "handler_id": handler.user_id}, detail)

    def finish(self) -> None:
        """Check and close, sometimes after rework."""
        if self.plan.reworked and self.plan.goal == State.CLOSED:
            self.wait(1, 13)
            self.check(passed=False)
            self.wait(1, 10)
            fields = {"reworks": 1, "dispatched_at": self.at}
            self.step("rework", self.desk(Role.DISPATCHER), State.DISPATCHED, fields, {"reason": words.one(words.AGAIN, self.lot)})
            self.handle()
        self.wait(1, 13)
        if self.plan.goal == State.CHECKING:
            self.step("send_to_check", self.desk(Role.CLERK), State.CHECKING)
            return
        self.check(passed=True)
        if self.plan.goal == State.CHECKED:
            return
        self.wait(1, 14)
        actor = self.desk(self.lot.choice((Role.CLERK, Role.DUTY_CHIEF)))
        self.step("close", actor, State.CLOSED, {"closed_at": self.at}, {"opinion": words.one(words.CLOSED, self.lot)})

    def check(self, *, passed: bool) -> None:
        """The grid looks at the result."""
        self.step("send_to_check", self.desk(Role.CLERK), State.CHECKING)
        self.wait(*((31, 90) if self.lot.random() < 0.1 else (4, 28)))  # noqa: PLR2004
        actor = self.cast.field_worker(self.code, self.lot)
        if self.lot.random() < 0.985:  # noqa: PLR2004
            self.photo(Stage.CHECK, actor, mended=passed)
        said = words.one(words.CHECKED if passed else words.NOT_DONE, self.lot)
        target = State.CHECKED if passed else State.FED_BACK
        self.step("check", actor, target, {}, {"result": "passed" if passed else "failed", "opinion": said})

    def end(self, verb: str, actor: Actor, target: State, reasons: tuple[str, ...]) -> None:
        """Ends with a reason."""
        self.step(verb, actor, target, {"closed_at": self.at}, {"reason": words.one(reasons, self.lot)})

    def step(
        self, verb: str, actor: Actor, target: State, fields: dict[str, Any] | None = None, detail: dict[str, Any] | None = None
    ) -> None:
        """One step at the present moment."""
        self.story.step(verb, actor=actor, at=self.at, target=target, fields=fields, detail=detail)

    def wait(self, low: float, high: float) -> None:
        """Some minutes pass."""
        self.at += timedelta(seconds=round(60 * self.lot.uniform(low, high)))

    def desk(self, role: Role) -> Actor:
        """Somebody at the street's desk."""
        return self.cast.desk(role, self.code, self.lot)

    def photo(self, stage: Stage, actor: Actor, *, mended: bool | None = None) -> None:
        """A drawn picture of the scene, with the trouble or without."""
        shown = stage == Stage.AFTER if mended is None else mended
        prints = self.setting.prints[scene_of(kind=self.plan.kind.kind, code=self.plan.kind.code), shown]
        if prints:
            self.story.show(prints[self.variant], stage=stage, actor=actor, at=self.at)
