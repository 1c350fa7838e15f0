"""A case on its way (案件经过): its passages so far, what stands open, and the facts that its entries do not say. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from evaluation.indicators.marks import NONE, Mark, Stage

Seconds = Callable[[datetime, datetime], int]
CLOCKS: Mapping[Stage, str] = {
    Stage.ACCEPT: "accept", Stage.VERIFY: "verify", Stage.DISPATCH: "dispatch", Stage.HANDLE: "handle", Stage.SEND_CHECK: "forward",
    Stage.CHECK: "check",
}  # fmt: skip
"""Which clock of the case measures a stage."""


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of the ledger about the case, as far as it is needed."""

    at: datetime
    verb: str
    actor_id: int | None
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the case's row says beside its entries. `counted` gives the seconds between two moments as its limit counts them."""

    source: str
    counted: Seconds
    handle_due_at: datetime | None = None
    urgent: bool = False
    repeat: bool = False


@dataclass(slots=True)
class Passage:
    """One part of the way. `at` is where it counts: when done, or when due if that was earlier or it is not done."""

    stage: Stage
    begun: datetime
    due: datetime | None = None
    done: datetime | None = None
    person: int | None = None
    unit: int | None = None
    marks: Mark = NONE
    seconds: int = 0

    @property
    def at(self) -> datetime | None:
        """The moment under which it counts; None for what is neither due nor done."""
        return min((moment for moment in (self.due, self.done) if moment is not None), default=None)

    def finish(self, at: datetime, person: int | None, *, late: bool | None = None) -> None:
        """It is done. Exactly at the deadline is in time."""
        self.done, self.person = at, person
        self.seconds = max(0, round((at - self.begun).total_seconds()))
        was_late = late if late is not None else self.due is not None and at > self.due
        self.marks |= Mark.DONE | (Mark.LATE if was_late else Mark.INTIME)


@dataclass(slots=True)
class Way:
    """What is told of a case so far, and what stands open. The verbs in `verbs.py` move it on."""

    facts: CaseFacts
    minutes: Mapping[str, int]
    told: list[Passage] = field(default_factory=list)
    open: dict[Stage, Passage] = field(default_factory=dict)
    report: Passage | None = None
    accept: Passage | None = None
    dispatch: Passage | None = None
    handle: Passage | None = None
    close: Passage | None = None
    handle_due: datetime | None = None
    """The deadline of the unit that holds it, as the last entry that changed it says."""
    waits_since: datetime | None = None
    """Since when the desk's present task waits."""
    verified: bool = False
    suspended: bool = False
    rating: Passage | None = None

    def heed(self, line: Line) -> None:
        """Take note of a deadline that this entry changed, before it is told."""
        changed = line.detail.get("handle_due")
        if changed is not None:
            self.handle_due = datetime.fromisoformat(changed["is"]) if changed["is"] else None
            for passage in (self.handle, self.close):
                if passage is not None and passage.done is None:
                    passage.due = self.handle_due

    def deadline(self) -> datetime | None:
        """The unit's deadline; of the case's row where no entry ever told it."""
        return self.handle_due or self.facts.handle_due_at

    def due(self, state: str, since: datetime) -> datetime | None:
        """When a desk or field stage that began then must be done."""
        minutes = self.minutes.get(state)
        return None if minutes is None else since + timedelta(minutes=minutes)

    def once(self, stage: Stage, line: Line, state: str) -> Passage:
        """A task of the desk that waited in this state and is done with this step."""
        since = self.waits_since or line.at
        return self.done(Passage(stage, since, self.due(state, since)), line)

    def done(self, passage: Passage, line: Line) -> Passage:
        """It is done with this entry. Whether it was late, the clock that stopped with it says, where there was one."""
        clock = stopped(line, CLOCKS.get(passage.stage, ""))
        passage.finish(line.at, line.actor_id, late=bool(clock["late"]) if clock else None)
        passage.seconds = int(clock["seconds"]) if clock else passage.seconds
        self.told.append(passage)
        return passage

    def expect(self, stage: Stage, at: datetime, state: str, unit: int | None = None) -> None:
        """Something has to be done from now on."""
        self.open[stage] = Passage(stage, at, self.due(state, at), unit=unit)

    def end(self, stage: Stage, line: Line) -> Passage:
        """What was expected is done; what nobody expected is told as it is."""
        expected = self.open.pop(stage, None)
        return self.done(Passage(stage, line.at) if expected is None else expected, line)

    def over(self) -> None:
        """The case is over: nothing is expected any more."""
        self.open.clear()
        self.handle = kept(self.handle)
        self.close = kept(self.close)
        if self.report is not None:
            self.report.marks &= ~Mark.OPEN


def kept(passage: Passage | None) -> Passage | None:
    """The passage if it was done."""
    return passage if passage is not None and passage.done is not None else None


def stopped(line: Line, kind: str) -> Mapping[str, Any] | None:
    """What the entry says of the clock of that kind that stopped with it: seconds used, whether late."""
    return next((clock for clock in line.detail.get("clocks", ()) if clock["kind"] == kind), None)
