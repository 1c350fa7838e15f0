"""One case told from report to wherever it stands (演示案件经过): the case as it is, and the entries that say how it came there.

The steps are those of the workflow table, by people whom the policy allows, with the fields and words of the real actions; a
test takes a case through both and compares. Nothing is written here.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Point

from governance.access import policy
from governance.access.actor import Actor
from governance.ledger.record import Fact
from incidents.actions.demo.ids import demo_id
from incidents.actions.demo.scenery import Scene
from incidents.actions.report import Report, follow_token
from incidents.actions.timing import TURNED, Facts, recorded, turn
from incidents.models import Category, Incident, Photo, Stage
from incidents.triage import propose
from incidents.workflow import BY_VERB, State, legal


@dataclass(frozen=True, slots=True)
class Print:
    """A picture that is kept already and may be shown for any number of cases."""

    file: str
    sha256: bytes
    width: int
    height: int
    bytes: int


@dataclass
class Story:
    """A case while it is told. `stands` is its state, `case` its other fields."""

    case_id: UUID
    case: dict[str, Any] = field(default_factory=dict)
    stands: str = ""
    version: int = 0
    facts: list[Fact] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    seen: Incident | None = None
    """The case after the last step: what the policy looks at."""

    def draft(self) -> Incident:
        """The case as it stands, unsaved."""
        return Incident(id=self.case_id, state=self.stands, version=self.version, **self.case)

    @property
    def last_at(self) -> datetime:
        """When the last step was."""
        return self.facts[-1].at

    def begin(self, *, actor: Actor, at: datetime, category: Category, scene: Scene, report: Report, origin: str) -> None:
        """The report, as `report_incident` files it."""
        verb = "handle_on_the_spot" if report.on_the_spot else "report"
        policy.require(actor, f"incident.{verb}", scene.place.code)
        closed = report.on_the_spot
        lon, lat = scene.place.lon, scene.place.lat
        self.stands, self.version = (State.CLOSED if closed else State.REPORTED), 1
        self.case = {
            "code": scene.place.code,
            "category": category,
            "source": report.source,
            "nature": report.nature,
            "text": report.text,
            "place": report.place,
            "point": None if lon is None or lat is None else Point(lon, lat, srid=4326),
            "accuracy_m": scene.accuracy_m,
            "placing": scene.place.placing,
            "captured_at": report.captured_at,
            "received_at": at,
            "reporter_id": actor.user_id,
            "body_digest": report.digest(),
            "follow_digest": hashlib.sha256(follow_token(self.case_id).encode()).digest() if actor.user_id is None else None,
            "proposals": list(propose(category=category, code=scene.place.code)),
            "on_the_spot": closed,
            "closed_at": at if closed else None,
            "origin": origin,
        }
        self._turn(self.draft(), "", at)
        detail = {"state": str(self.stands), "category": category.pk, "placing": str(scene.place.placing), "source": str(report.source)}
        self._tell(actor, BY_VERB[verb].past, at, detail)

    def step(
        self,
        verb: str,
        *,
        actor: Actor,
        at: datetime,
        target: str,
        fields: Mapping[str, Any] | None = None,
        detail: Mapping[str, Any] | None = None,
    ) -> None:
        """A step, as `_move` takes it."""
        if not legal(verb, self.stands, target):
            raise ValueError(f"{verb} does not lead from {self.stands} to {target}")
        policy.require(actor, f"incident.{verb}", self.seen or self.draft())
        came_from, units, was_due = self.stands, {self.case.get("unit_id")}, self.case.get("handle_due_at")
        self.case |= dict(fields or {})
        self.stands = target
        self.seen = self.draft()
        stopped = self._turn(self.seen, came_from, at)
        self.version += 1
        timing = recorded(stopped, was=was_due, now=self.case["handle_due_at"])
        held = sorted(unit for unit in units | {self.case.get("unit_id")} if unit)
        known: dict[str, Any] = {"from": str(came_from), "state": str(target), "units": held}
        self._tell(actor, BY_VERB[verb].past, at, known | timing | dict(detail or {}))

    def _turn(self, case: Incident, came_from: str, at: datetime) -> Facts:
        """The clocks, as `_move` turns them."""
        stopped = turn(case, came_from=came_from, at=at)
        self.case |= {name: getattr(case, name) for name in TURNED}
        return stopped

    def show(self, print_: Print, *, stage: Stage, actor: Actor, at: datetime) -> None:
        """A photo of the case, as `keep_photo` and `attach_photos` leave it."""
        photo_id = demo_id(self.case_id, stage, len(self.photos))
        self.photos.append(
            Photo(
                id=photo_id,
                incident_id=self.case_id,
                stage=stage,
                sent_digest=print_.sha256,
                file=print_.file,
                sha256=print_.sha256,
                width=print_.width,
                height=print_.height,
                bytes=print_.bytes,
                uploader_id=actor.user_id,
                uploaded_at=at,
            )
        )
        code = min((post.code for post in actor.posts), default="")
        self.facts.append(Fact(actor, "photo.added", "photo", str(photo_id), code, at))

    def _tell(self, actor: Actor, verb: str, at: datetime, detail: Mapping[str, Any]) -> None:
        self.facts.append(Fact(actor, verb, "incident", str(self.case_id), self.case["code"], at, self.version, detail))
