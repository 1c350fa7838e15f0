"""Short ways through a case for tests: who usually does it, at the version that the case has."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from governance.access.actor import SYSTEM_ACTOR, Actor, resident_of
from incidents.api.steps import take_step
from incidents.clock import Clock, read_clocks
from incidents.models import Incident, Photo
from tests.town import Town

USUAL = {
    "file": "alice", "dispatch": "alice", "assign": "dan", "feed_back": "dan", "send_to_check": "alice", "check": "bob", "close": "erin",
    "return": "dan", "send_to_verify": "alice", "verify": "bob", "rework": "alice", "cancel": "erin", "reopen": "erin", "refuse": "erin",
    "request_extension": "dan", "grant_extension": "erin", "refuse_extension": "erin", "request_suspension": "dan",
    "grant_suspension": "erin", "refuse_suspension": "erin", "resume": "erin", "urge": "leo", "reply": "dan", "ask": "alice",
}  # fmt: skip
INPUTS: dict[str, dict[str, Any]] = {
    "return": {"reason": "不属本单位"}, "feed_back": {"opinion": "已修复"}, "check": {"result": "passed"}, "rework": {"reason": "未修好"},
    "verify": {"result": "exists"}, "reopen": {"reason": "又坏了"}, "cancel": {"reason": "误报"}, "refuse": {"reason": "重复"},
    "request_extension": {"reason": "等配件"}, "refuse_extension": {"reason": "不必"}, "refuse_suspension": {"reason": "不必"},
}  # fmt: skip
WAY = ("file", "dispatch", "assign", "feed_back", "send_to_check", "check", "close")


def step(town: Town, case: Incident, verb: str, *, at: datetime | None = None, by: str | Actor = "", **inputs: Any) -> Incident:
    """Take the step now and give the case as it is in the database."""
    when = at or town.at
    actor = by if isinstance(by, Actor) else town.actor(by or USUAL[verb], when)
    given = INPUTS.get(verb, {}) | inputs
    if verb == "dispatch":
        given.setdefault("unit", town.units["市政养护所"].pk)
    if verb == "feed_back" and not case.photos.filter(stage="after").exists():
        after_photo(town, case)
    case.refresh_from_db()
    take_step(verb=verb, actor=actor, incident_id=case.pk, at=when, inputs={"version": case.version} | given)
    case.refresh_from_db()
    return case


def walk(town: Town, *verbs: str, case: Incident | None = None, at: datetime | None = None, minutes: float = 0) -> Incident:
    """Several steps in a row, each so many minutes after the last."""
    if case is None and at is not None:
        town.at = at
    found, when = case or town.case(), at or town.at
    for verb in verbs:
        when += timedelta(minutes=minutes)
        step(town, found, verb, at=when)
    return found


def to(town: Town, state: str, **options: Any) -> Incident:
    """A case on the usual way as far as that state."""
    ends = {"filed": 1, "dispatched": 2, "handling": 3, "fed_back": 4, "checking": 5, "checked": 6, "closed": 7}
    return walk(town, *WAY[: ends.get(state, 0)], **options)


def resident(case: Incident) -> Actor:
    """The holder of the case's link."""
    return resident_of(case_id=str(case.pk))


def clocks(case: Incident) -> list[Clock]:
    """The case's clocks."""
    return read_clocks(case.clocks)


def after_photo(town: Town, case: Incident) -> None:
    """The picture without which nothing is fed back."""
    Photo.objects.create(
        id=uuid4(), incident=case, stage="after", sent_digest=b"y" * 32, file="x", sha256=b"z" * 32, width=1, height=1, bytes=1,
        uploaded_at=town.at,
    )  # fmt: skip


__all__ = ["SYSTEM_ACTOR", "after_photo", "clocks", "resident", "step", "to", "walk"]
