"""Cases on their way, by the town's people, at times that a test chooses."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from evaluation.actions.keeping import keep_figures
from governance.access.actor import SYSTEM_ACTOR, actor_of
from incidents.actions import desk, field
from incidents.actions.report import report_incident
from incidents.models import Incident, Photo, Stage
from tests.town import NOON, Town


class Days:
    """One method for each step; `wait` lets minutes pass."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.at: datetime = NOON - timedelta(days=20, hours=3)  # Thursday, 9:00

    def wait(self, minutes: float) -> "Days":
        self.at += timedelta(minutes=minutes)
        return self

    def actor(self, name: str):
        return actor_of(user=self.town.people[name], at=self.at)

    def report(self, by: str = "bob", **changes) -> UUID:
        self.town.at = self.at
        shown = {"photos": (self.photo(Stage.AFTER, by),)} if changes.get("on_the_spot") else {}
        given = self.town.report(**({"source": "grid_worker"} | changes | shown))
        case_id = uuid4()
        report_incident(actor=self.actor(by), incident_id=case_id, report=given, at=self.at)
        return case_id

    def photo(self, stage: str, by: str) -> UUID:
        photo = Photo.objects.create(
            id=uuid4(), stage=stage, sent_digest=b"s" * 32, file="photos/none", sha256=b"h" * 32, width=1, height=1, bytes=1,
            uploader=self.town.people[by], uploaded_at=self.at,
        )  # fmt: skip
        return photo.pk

    def do(self, case_id: UUID, verb: str, by: str, **given) -> "Days":
        """Any step by the name of its action."""
        action = getattr(desk, verb, None) or getattr(field, verb)
        action(actor=self.actor(by), incident_id=case_id, version=None, at=self.at, **given)
        return self

    def file(self, case_id: UUID, by: str = "alice") -> "Days":
        return self.do(case_id, "file_incident", by)

    def dispatch(self, case_id: UUID, by: str = "alice", unit: str = "市政养护所") -> "Days":
        return self.do(case_id, "dispatch_incident", by, unit_id=self.town.units[unit].pk)

    def feed_back(self, case_id: UUID, by: str = "dan") -> "Days":
        return self.do(case_id, "feed_back_incident", by, opinion="已修好", photos=(self.photo(Stage.AFTER, by),))

    def check(self, case_id: UUID, by: str = "bea", result: str = "passed", ask: str = "alice", minutes: float = 5) -> "Days":
        self.do(case_id, "send_to_check", ask).wait(minutes)
        return self.do(case_id, "check_incident", by, result=result, opinion="看过")

    def close(self, case_id: UUID, by: str = "erin") -> "Days":
        return self.do(case_id, "close_incident", by)

    def whole(self, **changes) -> UUID:
        """From report to close, all in time."""
        case_id = self.report(**changes)
        self.wait(5).file(case_id).wait(5).dispatch(case_id).wait(60).feed_back(case_id).wait(5).check(case_id).wait(5).close(case_id)
        return case_id

    def kept(self) -> int:
        return keep_figures(actor=SYSTEM_ACTOR, at=self.at)

    def case(self, case_id: UUID) -> Incident:
        return Incident.objects.get(pk=case_id)
