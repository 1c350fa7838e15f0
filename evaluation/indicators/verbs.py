"""What each verb of the ledger says about the way of a case (台账动作与环节). A verb that is not here says nothing for evaluation. Pure."""

from collections.abc import Callable, Iterable, Mapping

from evaluation.indicators.marks import NONE, Mark, Stage
from evaluation.indicators.way import CaseFacts, Line, Passage, Way, kept, stopped

PUBLIC_SOURCES = frozenset({"resident", "hotline", "mailbox", "wechat", "app", "phone"})
FIELD_SOURCE = "grid_worker"
ANSWERS = frozenset({"content", "neutral", "discontent"})
SATISFIED = 4
"""Of five: satisfied and very satisfied."""


def passages_of(*, lines: Iterable[Line], facts: CaseFacts, minutes: Mapping[str, int]) -> list[Passage]:
    """All passages of a case from its entries in their order. `minutes` are the limits of the stages by state.

    What is due later and stands open is a passage too: it counts from the moment at which it is due.
    """
    way = Way(facts, minutes)
    for line in lines:
        way.heed(line)
        tell = TELLS.get(line.verb)
        if tell is not None:
            tell(way, line)
    mark_whole(way)
    known = [way.report, way.handle, way.close, way.rating, *way.told, *way.open.values()]
    return [passage for passage in known if passage is not None and passage.at is not None]


def mark_whole(way: Way) -> None:
    """Set the marks that hold for the whole case."""
    facts, accept = way.facts, way.accept
    if accept is not None and Mark.FILED in accept.marks and way.report is not None:
        accept.marks |= Mark.PUBLIC if facts.source in PUBLIC_SOURCES else NONE
        accept.marks |= Mark.FIELD if facts.source == FIELD_SOURCE else NONE
        accept.marks |= Mark.VERIFIED if way.verified else NONE
        accept.marks |= Mark.REPEAT if facts.repeat else NONE
    for passage in (accept, way.handle, way.close):
        if passage is None:
            continue
        passage.marks |= Mark.SUSPENDED if way.suspended else NONE
        if passage is not accept:
            passage.marks |= Mark.URGENT if facts.urgent else NONE


def reported(way: Way, line: Line) -> None:
    """It came in: the accept clock runs."""
    way.report = Passage(Stage.REPORT, line.at, done=line.at, person=line.actor_id, marks=Mark.OPEN)
    way.report.marks |= Mark.FIELD if way.facts.source == FIELD_SOURCE else NONE
    way.waits_since = line.at


def mended_at_once(way: Way, line: Line) -> None:
    """Found and mended on the spot: filed and closed at once, counted apart."""
    way.report = Passage(Stage.REPORT, line.at, done=line.at, person=line.actor_id)
    way.report.marks = Mark.FIELD | Mark.SPOT | Mark.FILED | Mark.ACCEPTED


def accepted(way: Way) -> None:
    """The desk has looked at it."""
    if way.report is not None:
        way.report.marks |= Mark.ACCEPTED


def sent_to_verify(way: Way, line: Line) -> None:
    """The desk asks the grid to look."""
    accepted(way)
    way.once(Stage.SEND_VERIFY, line, "reported")
    way.expect(Stage.VERIFY, line.at, "verifying")


def verified(way: Way, line: Line) -> None:
    """The grid has looked; the accept clock runs again."""
    way.end(Stage.VERIFY, line)
    way.verified = way.verified or line.detail.get("result") == "exists"
    way.waits_since = line.at


def filed(way: Way, line: Line) -> None:
    """It is a case: it has to be dispatched."""
    accepted(way)
    way.accept = way.once(Stage.ACCEPT, line, "reported")
    way.accept.marks |= Mark.FILED
    if way.report is not None:
        way.report.marks |= Mark.FILED
    way.expect(Stage.DISPATCH, line.at, "filed")


def split_off(way: Way, line: Line) -> None:
    """A part of another case: filed by the split itself, and to be dispatched. It is no report: what came in is counted with the whole."""
    way.accept = way.done(Passage(Stage.ACCEPT, line.at), line)
    way.accept.marks |= Mark.FILED
    way.expect(Stage.DISPATCH, line.at, "filed")


def refused(way: Way, line: Line) -> None:
    """It is no case; that too is the clerk's work."""
    accepted(way)
    way.once(Stage.ACCEPT, line, "reported")
    way.over()


def cancelled(way: Way, _line: Line) -> None:
    """A case that should not have been filed counts against accurate filing."""
    accepted(way)
    if way.accept is not None:
        way.accept.marks |= Mark.CANCELLED
    way.over()


def merged(way: Way, _line: Line) -> None:
    """Another case stands for it."""
    accepted(way)
    way.over()


def dispatched(way: Way, line: Line) -> None:
    """A unit has it: the handling clock runs."""
    unit = line.detail.get("unit")
    way.dispatch = way.end(Stage.DISPATCH, line)
    way.dispatch.unit = unit
    if kept(way.handle) is not None and way.handle is not None:
        way.told.append(way.handle)
    way.handle = Passage(Stage.HANDLE, line.at, way.deadline(), unit=unit)
    way.close = Passage(Stage.CLOSE, line.at, way.deadline(), unit=unit)


def returned(way: Way, line: Line) -> None:
    """Not theirs: it counts against accurate dispatch, and has to be dispatched anew."""
    if way.dispatch is not None:
        way.dispatch.marks |= Mark.RETURNED
    way.handle = way.close = None
    way.expect(Stage.DISPATCH, line.at, "filed")


def fed_back(way: Way, line: Line) -> None:
    """The unit has done its work; whether it was late is settled there for ever."""
    if way.handle is None:
        return
    clock = stopped(line, "handle")
    spent = way.handle.seconds + (int(clock["seconds"]) if clock else way.facts.counted(way.handle.begun, line.at))
    way.handle.finish(line.at, line.actor_id, late=bool(line.detail.get("late")))
    way.handle.seconds = spent
    way.waits_since = line.at


def sent_to_check(way: Way, line: Line) -> None:
    """The desk asks the grid to look at the result."""
    way.once(Stage.SEND_CHECK, line, "fed_back")
    way.expect(Stage.CHECK, line.at, "checking", way.handle.unit if way.handle else None)


def checked(way: Way, line: Line) -> None:
    """The grid has looked at the result."""
    check = way.end(Stage.CHECK, line)
    check.marks |= Mark.PASSED if line.detail.get("result") == "passed" else NONE
    way.waits_since = line.at


def reworked(way: Way, line: Line) -> None:
    """Back to the same unit: it has to be handled again, in one passage with the work before."""
    before = way.handle
    if before is None:
        return
    again = Passage(Stage.REWORK, before.done or line.at, unit=before.unit)
    again.finish(line.at, before.person)
    way.told.append(again)
    way.handle = Passage(Stage.HANDLE, line.at, way.deadline(), unit=before.unit, seconds=before.seconds)


def closed(way: Way, line: Line) -> None:
    """Closed; in time when the unit was."""
    way.close = way.close or Passage(Stage.CLOSE, way.report.begun if way.report else line.at)
    handle = kept(way.handle)
    late = Mark.LATE in handle.marks if handle is not None else None
    way.close.finish(line.at, line.actor_id, late=late)
    way.over()


def reopened(way: Way, line: Line) -> None:
    """Closed no more: what the unit did stays told, that it was not enough is told too, and the case has to be dispatched anew."""
    again = Passage(Stage.REOPEN, line.at, unit=way.handle.unit if way.handle else None)
    again.finish(line.at, way.handle.person if way.handle else None)
    way.told.append(again)
    if way.handle is not None:
        way.told.append(way.handle)
    way.handle = way.close = None
    if way.report is not None:
        way.report.marks |= Mark.OPEN
    way.expect(Stage.DISPATCH, line.at, "filed")


def suspended(way: Way, _line: Line) -> None:
    """It rests until its day."""
    way.suspended = True


def resumed(way: Way, _line: Line) -> None:
    """It goes on."""
    way.suspended = False


def rated(way: Way, line: Line) -> None:
    """How content whoever reported is, 1 to 5; only the last word counts."""
    score = line.detail.get("score")
    if score is None:
        return
    way.rating = Passage(Stage.RATING, line.at, done=line.at, unit=way.handle.unit if way.handle else None)
    way.rating.marks = Mark.DONE | (Mark.GOOD if int(score) >= SATISFIED else NONE)


def called_back(way: Way, line: Line) -> None:
    """The reporter was asked by telephone; who was not reached said nothing."""
    result = line.detail.get("result")
    if result in ANSWERS:
        way.rating = Passage(Stage.RATING, line.at, done=line.at, unit=way.handle.unit if way.handle else None)
        way.rating.marks = Mark.DONE | (Mark.GOOD if result == "content" else NONE)


def force_closed(way: Way, line: Line) -> None:
    """A leader ended it without a passed check: closed, and marked for ever."""
    accepted(way)
    closed(way, line)
    if way.close is not None:
        way.close.marks |= Mark.FORCED


def appeal_decided(way: Way, line: Line) -> None:
    """An upheld appeal exempts what was done from being counted as late; that it was late stays, and later work stands for itself."""
    if line.detail.get("result") == "upheld":
        for passage in (way.handle, way.close):
            if passage is not None and Mark.LATE in passage.marks:
                passage.marks |= Mark.EXEMPT | Mark.INTIME


Tell = Callable[[Way, Line], None]
TELLS: Mapping[str, Tell] = {
    "incident.reported": reported,
    "incident.handled_on_the_spot": mended_at_once,
    "incident.sent_to_verify": sent_to_verify,
    "incident.verified": verified,
    "incident.filed": filed,
    "incident.split_off": split_off,
    "incident.refused": refused,
    "incident.cancelled": cancelled,
    "incident.merged": merged,
    "incident.dispatched": dispatched,
    "incident.returned": returned,
    "incident.fed_back": fed_back,
    "incident.sent_to_check": sent_to_check,
    "incident.checked": checked,
    "incident.reworked": reworked,
    "incident.closed": closed,
    "incident.reopened": reopened,
    "incident.suspended": suspended,
    "incident.resumed": resumed,
    "incident.rated": rated,
    "incident.called_back": called_back,
    "incident.force_closed": force_closed,
    "incident.appeal_decided": appeal_decided,
}
