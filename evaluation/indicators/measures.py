"""The measures (基础量): each a stage, the marks that must be there, and those that must not. Figures, lists and sums read this table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from evaluation.indicators.marks import NONE, Mark, Stage


class Group(NamedTuple):
    """So many passages of a stage with the same marks, and the seconds they took together."""

    stage: str
    marks: int
    number: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted. `seconds` counts time instead of passages; `set_aside` leaves suspended cases out where the setting says so."""

    stage: Stage
    must: Mark = NONE
    never: Mark = NONE
    seconds: bool = False
    set_aside: bool = False

    def bits(self, *, aside: bool) -> tuple[int, int]:
        """The bits that must be there and those that must not."""
        return int(self.must), int(self.never | (Mark.SUSPENDED if aside and self.set_aside else NONE))

    def of(self, groups: Iterable[Group], *, aside: bool) -> int:
        """The count over groups of passages."""
        must, never = self.bits(aside=aside)
        counted = (one for one in groups if one.stage == self.stage and one.marks & must == must and not one.marks & never)
        return sum(one.seconds if self.seconds else one.number for one in counted)


M = Mark
S = Stage
MEASURES: Mapping[str, Measure] = {
    "patrol_report": Measure(S.REPORT, M.FIELD),
    "valid_patrol_report": Measure(S.REPORT, M.FIELD | M.FILED),
    "on_the_spot": Measure(S.REPORT, M.SPOT),
    "received": Measure(S.REPORT, never=M.SPOT),
    "accepted": Measure(S.REPORT, M.ACCEPTED, M.SPOT),
    "reported_filed": Measure(S.REPORT, M.FILED, M.SPOT),
    "to_close": Measure(S.REPORT, M.OPEN, M.SPOT),
    "operate": Measure(S.ACCEPT),
    "inst": Measure(S.ACCEPT, M.FILED),
    "area_inst": Measure(S.ACCEPT, M.FILED, set_aside=True),
    "intime_inst": Measure(S.ACCEPT, M.FILED | M.INTIME),
    "accurate_inst": Measure(S.ACCEPT, M.FILED, M.CANCELLED),
    "inspector_inst": Measure(S.ACCEPT, M.FILED | M.FIELD),
    "public_report_verified": Measure(S.ACCEPT, M.FILED | M.PUBLIC | M.VERIFIED, set_aside=True),
    "repeat": Measure(S.ACCEPT, M.FILED | M.REPEAT),
    "need_send_verify": Measure(S.SEND_VERIFY),
    "intime_send_verify": Measure(S.SEND_VERIFY, M.INTIME),
    "need_verify": Measure(S.VERIFY),
    "verify": Measure(S.VERIFY, M.DONE),
    "intime_verify": Measure(S.VERIFY, M.INTIME),
    "need_dispatch": Measure(S.DISPATCH),
    "dispatch": Measure(S.DISPATCH, M.DONE),
    "intime_dispatch": Measure(S.DISPATCH, M.INTIME),
    "accurate_dispatch": Measure(S.DISPATCH, never=M.RETURNED),
    "back": Measure(S.DISPATCH, M.DONE | M.RETURNED),
    "need_dispose": Measure(S.HANDLE, set_aside=True),
    "dispose": Measure(S.HANDLE, M.DONE, set_aside=True),
    "intime_dispose": Measure(S.HANDLE, M.INTIME, set_aside=True),
    "overtime_dispose": Measure(S.HANDLE, M.DONE, M.INTIME, set_aside=True),
    "overtime_to_dispose": Measure(S.HANDLE, never=M.DONE, set_aside=True),
    "dispose_seconds": Measure(S.HANDLE, M.DONE, seconds=True, set_aside=True),
    "need_send_check": Measure(S.SEND_CHECK),
    "intime_send_check": Measure(S.SEND_CHECK, M.INTIME),
    "need_check": Measure(S.CHECK),
    "check": Measure(S.CHECK, M.DONE),
    "intime_check": Measure(S.CHECK, M.INTIME),
    "check_passed": Measure(S.CHECK, M.DONE | M.PASSED),
    "rework": Measure(S.REWORK),
    "reopen": Measure(S.REOPEN),
    "need_close": Measure(S.CLOSE, set_aside=True),
    "close": Measure(S.CLOSE, M.DONE, set_aside=True),
    "intime_close": Measure(S.CLOSE, M.INTIME, set_aside=True),
    "overtime_close": Measure(S.CLOSE, M.DONE, M.INTIME, set_aside=True),
    "urgent_need_close": Measure(S.CLOSE, M.URGENT, set_aside=True),
    "urgent_close": Measure(S.CLOSE, M.URGENT | M.DONE, set_aside=True),
    "answered": Measure(S.RATING),
    "satisfied": Measure(S.RATING, M.GOOD),
    "missed": Measure(S.MISSED),
    "sampled": Measure(S.RECORDS),
    "right": Measure(S.RECORDS, M.GOOD),
    "due_visits": Measure(S.VISIT),
    "visits": Measure(S.VISIT, M.DONE),
    "due_patrols": Measure(S.PATROL),
    "patrols": Measure(S.PATROL, M.DONE),
}
