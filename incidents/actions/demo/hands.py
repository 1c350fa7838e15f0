"""The hands of the simulation (演示操作): each step of a case by the right person, through the real action."""

from datetime import datetime
from random import Random
from uuid import UUID

from governance.access.actor import Actor
from governance.access.roles import Role
from incidents.actions import desk, field
from incidents.actions.demo import words
from incidents.actions.demo.cast import Cast
from incidents.actions.demo.ids import demo_id
from incidents.actions.demo.mix import Kind, Mix, drawn
from incidents.actions.photos import keep_photo
from incidents.demo.scenes import picture, scene_of
from incidents.models import Incident, Stage

VARIANTS = 6


class Hands:
    """One method for each verb, of the verb's name."""

    def __init__(self, *, cast: Cast, mix: Mix, kinds: dict[int, Kind], lot: Random) -> None:
        self.cast = cast
        self.mix = mix
        self.kinds = kinds
        self.lot = lot

    def refuse(self, case: Incident, at: datetime) -> object:
        """By the clerk."""
        reason = words.one(words.REFUSED, self.lot)
        return desk.refuse_incident(actor=self.at_desk(Role.CLERK, case), incident_id=case.pk, version=case.version, at=at, reason=reason)

    def send_to_verify(self, case: Incident, at: datetime) -> object:
        """By the clerk."""
        return desk.send_to_verify(actor=self.at_desk(Role.CLERK, case), incident_id=case.pk, version=case.version, at=at)

    def verify(self, case: Incident, at: datetime) -> object:
        """By the grid's worker."""
        actor = self.cast.field_worker(case.code, self.lot)
        return field.verify_incident(actor=actor, incident_id=case.pk, version=case.version, at=at, result="exists")

    def dispatch(self, case: Incident, at: datetime) -> object:
        """To whoever usually handles such cases there."""
        kind = self.kinds.get(case.category_id)
        unit = self.cast.unit_for(drawn(kind.units, self.lot) if kind else "municipal", case.code)
        actor = self.at_desk(Role.DISPATCHER, case)
        return desk.dispatch_incident(actor=actor, incident_id=case.pk, version=case.version, at=at, unit_id=unit.pk)

    def return_(self, case: Incident, at: datetime) -> object:
        """By a handler who holds it for another's business."""
        reason = words.one(words.NOT_OURS, self.lot)
        return field.return_incident(actor=self.handler(case), incident_id=case.pk, version=case.version, at=at, reason=reason)

    def assign(self, case: Incident, at: datetime) -> object:
        """A handler takes it."""
        return field.assign_incident(actor=self.handler(case), incident_id=case.pk, version=case.version, at=at)

    def feed_back(self, case: Incident, at: datetime) -> object:
        """By the handler who took it, with a drawn picture of after."""
        mine = [one for one in self.cast.handlers(case.unit_id or 0) if one.user_id == case.handler_id]
        actor = mine[0] if mine else self.handler(case)
        kind = self.kinds.get(case.category_id) or self.mix.kinds[0]
        photo = self.photo(kind, Stage.AFTER, actor, at)
        opinion = words.done(scene_of(kind=kind.kind, code=kind.code), self.lot)
        return field.feed_back_incident(actor=actor, incident_id=case.pk, version=case.version, at=at, opinion=opinion, photos=(photo,))

    def send_to_check(self, case: Incident, at: datetime) -> object:
        """By the clerk."""
        return desk.send_to_check(actor=self.at_desk(Role.CLERK, case), incident_id=case.pk, version=case.version, at=at)

    def check(self, case: Incident, at: datetime) -> object:
        """By the grid's worker; one in sixteen is not satisfied."""
        actor, passed = self.cast.field_worker(case.code, self.lot), self.lot.random() > 1 / 16
        result, opinion = ("passed", words.one(words.CHECKED, self.lot)) if passed else ("failed", words.one(words.NOT_DONE, self.lot))
        return field.check_incident(actor=actor, incident_id=case.pk, version=case.version, at=at, result=result, opinion=opinion)

    def rework(self, case: Incident, at: datetime) -> object:
        """By the dispatcher."""
        reason = words.one(words.AGAIN, self.lot)
        return desk.rework_incident(
            actor=self.at_desk(Role.DISPATCHER, case), incident_id=case.pk, version=case.version, at=at, reason=reason
        )

    def close(self, case: Incident, at: datetime) -> object:
        """By the duty chief."""
        return desk.close_incident(actor=self.at_desk(Role.DUTY_CHIEF, case), incident_id=case.pk, version=case.version, at=at)

    def at_desk(self, role: Role, case: Incident) -> Actor:
        """Somebody at the case's street's desk."""
        return self.cast.desk(role, case.code, self.lot)

    def handler(self, case: Incident) -> Actor:
        """Somebody of the unit that holds it."""
        return self.lot.choice(self.cast.handlers(case.unit_id or 0))

    def photo(self, kind: Kind, stage: Stage, actor: Actor, at: datetime) -> UUID:
        """A drawn picture, taken in as any photo is."""
        name = scene_of(kind=kind.kind, code=kind.code)
        photo_id = demo_id("simulated photo", at.isoformat(), self.lot.random())
        body = picture(scene=name, variant=self.lot.randrange(VARIANTS), mended=stage == Stage.AFTER)
        keep_photo(actor=actor, photo_id=photo_id, body=body, stage=stage, at=at)
        return photo_id
