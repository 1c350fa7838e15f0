"""Every indicator once more, from the ledger's entries alone and the slow way: no passage, no mark, no sum is looked at.

For each case its entries are walked for each question anew. What the ledger does not say and the case's row never changes is
taken from the row: its point, and the kind of limit.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from governance.ledger.models import Entry
from incidents.models import Incident

PUBLIC = {"resident", "hotline", "mailbox", "wechat", "app", "phone"}
DESK = timedelta(minutes=15)
OVER = ("closed", "force_closed", "refused", "cancelled", "merged")
SAID = {"content", "neutral", "discontent"}
Step = tuple[str, datetime, int | None, dict[str, Any]]


@dataclass
class Told:
    """A case's entries: verb without its app, time, who, detail."""

    case: Incident
    steps: list[Step]

    def all(self, *verbs: str) -> list[Step]:
        return [step for step in self.steps if step[0] in verbs]

    def last(self, *verbs: str) -> Step | None:
        return (self.all(*verbs) or [None])[-1]

    def has(self, *verbs: str) -> bool:
        return bool(self.all(*verbs))

    @property
    def spot(self) -> bool:
        return self.has("handled_on_the_spot")

    @property
    def by_worker(self) -> bool:
        return self.case.source == "grid_worker" and not self.part

    @property
    def part(self) -> bool:
        """Whether it came by a split: filed then and there, and nobody's report."""
        return self.has("split_off")

    def before(self, step: Step, *verbs: str) -> Step:
        return [one for one in self.steps[: self.steps.index(step)] if one[0] in verbs][-1]

    def after(self, step: Step, *verbs: str) -> Step | None:
        return next((one for one in self.steps[self.steps.index(step) + 1 :] if one[0] in verbs), None)

    @property
    def ended(self) -> Step | None:
        """The entry after which nobody expects anything of it any more, unless it was opened again."""
        over = self.last(*OVER)
        again = self.last("reopened")
        return None if over is None or (again is not None and self.steps.index(again) > self.steps.index(over)) else over

    def suspended(self) -> bool:
        rests = self.last("suspended", "resumed")
        return rests is not None and rests[0] == "suspended"

    def due_at(self, step: Step) -> datetime | None:
        """The unit's deadline as it stood with that entry."""
        known = [one[3]["handle_due"]["is"] for one in self.steps[: self.steps.index(step) + 1] if "handle_due" in one[3]]
        return datetime.fromisoformat(known[-1]) if known and known[-1] else None


def told() -> list[Told]:
    """Every case with its entries."""
    cases = {str(case.pk): case for case in Incident.objects.all()}
    found: dict[str, Told] = {key: Told(case, []) for key, case in cases.items()}
    for entry in Entry.objects.filter(kind="incident").order_by("id"):
        found[entry.object_id].steps.append((entry.verb.removeprefix("incident."), entry.at, entry.actor_id, entry.detail))
    return list(found.values())


def late_by_clock(step: Step, kind: str) -> bool:
    return any(clock["kind"] == kind and clock["late"] for clock in step[3].get("clocks", ()))


Task = tuple[datetime, bool, bool, Step | None]
"""When it counts, whether it was done, whether in time, and the entry that did it."""


def tasks(one: Told, asks: tuple[str, ...], does: str, minutes: int, kind: str) -> list[Task]:
    """Each time something was asked for: done or not, in time or not."""
    found = []
    for ask in one.all(*asks):
        due = ask[1] + timedelta(minutes=minutes)
        done = one.after(ask, does)
        cut = one.after(ask, *OVER)
        if done is not None and (cut is None or one.steps.index(done) < one.steps.index(cut)):
            intime = not late_by_clock(done, kind)
            found.append((min(due, done[1]), True, intime, done))
        elif cut is None:
            found.append((due, False, False, None))
    return found


def verifications(one: Told) -> list[Task]:
    return tasks(one, ("sent_to_verify",), "verified", 30, "verify")


def checks(one: Told) -> list[Task]:
    return tasks(one, ("sent_to_check",), "checked", 30, "check")


def dispatches(one: Told) -> list[Task]:
    return tasks(one, ("filed", "split_off", "returned", "reopened"), "dispatched", 15, "dispatch")


def sends(one: Told, verb: str, since: tuple[str, ...]) -> list[tuple[datetime, bool]]:
    found = []
    for step in one.all(verb):
        due = one.before(step, *since)[1] + DESK
        late = late_by_clock(step, "forward") if verb == "sent_to_check" else step[1] > due
        found.append((min(due, step[1]), not late))
    return found


def decisions(one: Told) -> list[tuple[Step, bool]]:
    """Filings and refusals, and whether in time; the moment under which they count is `counts_at`."""
    return [(step, not late_by_clock(step, "accept")) for step in one.all("filed", "split_off", "refused")]


def counts_at(one: Told, step: Step) -> datetime:
    return step[1] if step[0] == "split_off" else min(one.before(step, "reported", "verified")[1] + DESK, step[1])


def handlings(one: Told) -> list[tuple[datetime, bool, bool, int | None, Step]]:
    """What units had to do: when it counts, done, in time, unit, the dispatch it began with. Reworks belong to their dispatch."""
    found = []
    for give in one.all("dispatched"):
        rest = one.steps[one.steps.index(give) + 1 :]
        until = next((n for n, step in enumerate(rest) if step[0] in {"dispatched", "returned", "reopened"}), len(rest))
        own, cut = rest[:until], rest[until][0] if until < len(rest) else ""
        fed = [step for step in own if step[0] == "fed_back"]
        sent = [step for step in own if step[0] == "reworked"]
        done = bool(fed) and (not sent or own.index(fed[-1]) > own.index(sent[-1]))
        if cut == "returned" or (not done and one.ended is not None):
            continue
        if done:
            deadline = one.due_at(fed[-1])
            upheld = any(step[0] == "appeal_decided" and step[3]["result"] == "upheld" for step in own)
            found.append((min(deadline or fed[-1][1], fed[-1][1]), True, upheld or not fed[-1][3]["late"], give[3]["unit"], give))
        elif cut != "reopened":
            last = (own or [give])[-1]
            if (deadline := one.due_at(last)) is not None:
                found.append((deadline, False, False, give[3]["unit"], give))
    return found


def closings(one: Told) -> list[tuple[datetime, bool, bool, int | None]]:
    """Cases due to close: when it counts, closed, in time, unit."""
    end = one.ended
    if end is not None and end[0] in {"closed", "force_closed"} and not one.spot:
        give = holder(one, end)
        if give is None:
            return [(end[1], True, True, None)]
        due = one.due_at(end)
        fed = [row[2] for row in handlings(one) if row[4] is give and row[1]]
        intime = fed[0] if fed else due is None or end[1] <= due
        return [(min(due or end[1], end[1]), True, intime, give[3]["unit"])]
    hands = one.last("dispatched", "returned", "reopened")
    if end is None and hands is not None and hands[0] == "dispatched" and (deadline := one.due_at(one.steps[-1])) is not None:
        return [(deadline, False, False, hands[3]["unit"])]
    return []


def holder(one: Told, step: Step) -> Step | None:
    """The dispatch that gave the case to the unit that has it with that entry; None when it has to be dispatched anew."""
    hands = [other for other in one.steps[: one.steps.index(step)] if other[0] in {"dispatched", "returned", "reopened"}]
    return hands[-1] if hands and hands[-1][0] == "dispatched" else None


def opinion(one: Told) -> tuple[datetime, bool, int | None] | None:
    """The last word of the reporter: when, whether content, and the unit whose finished work it is about."""
    said = [step for step in one.all("rated", "called_back") if step[3].get("score") is not None or step[3].get("result") in SAID]
    if not said:
        return None
    last = said[-1]
    content = last[3]["score"] >= 4 if last[0] == "rated" else last[3]["result"] == "content"
    give = holder(one, last)
    done = give is not None and any(row[4] is give and row[1] for row in handlings(one))
    return last[1], content, give[3]["unit"] if give is not None and done else None


def seconds(one: Told, give: Step) -> int:
    """What the unit took, as its clock says: for each feedback since the dispatch, with what was done before a rework."""
    rest = one.steps[one.steps.index(give) + 1 :]
    until = next((n for n, step in enumerate(rest) if step[0] in {"dispatched", "returned", "reopened"}), len(rest))
    fed = [step for step in rest[:until] if step[0] == "fed_back"]
    return sum(clock["seconds"] for step in fed for clock in step[3]["clocks"] if clock["kind"] == "handle")


def repeats(one: Told, others: list[Told]) -> bool:
    """Whether another of the category came in within 24 hours before and 50 metres."""
    mine = one.case
    for other in others:
        case = other.case
        gap = mine.received_at - case.received_at
        if case.pk != mine.pk and not other.part and case.category_id == mine.category_id and timedelta() <= gap <= timedelta(hours=24):
            east, north = (mine.point.x - case.point.x) * 102_700, (mine.point.y - case.point.y) * 111_320
            if (east**2 + north**2) ** 0.5 <= 50:
                return True
    return False


def recount(
    cases: list[Told], *, start: datetime, end: datetime, at: datetime, aside: bool = True, unit: int | None = None
) -> dict[str, tuple[int, int]]:
    """Numerator and denominator of each indicator of a period, for everything or for one unit."""
    inside: Callable[[datetime], bool] = lambda moment: start <= moment < end and moment <= at  # noqa: E731
    mine: Callable[[Any], bool] = lambda found: unit is None or found == unit  # noqa: E731
    reports = [one for one in cases if not one.spot and not one.part and inside(one.steps[0][1]) and unit is None]
    rounds = [one for one in cases if one.by_worker and inside(one.steps[0][1]) and unit is None]
    decided = [(one, *row) for one in cases for row in decisions(one) if inside(counts_at(one, row[0])) and unit is None]
    filed = [(one, step, intime) for one, step, intime in decided if step[0] in {"filed", "split_off"}]
    area = [row for row in filed if not (aside and row[0].suspended())]
    verify = [row for one in cases for row in verifications(one) if inside(row[0]) and unit is None]
    to_verify = [row for one in cases for row in sends(one, "sent_to_verify", ("reported", "verified")) if inside(row[0]) and unit is None]
    to_check = [row for one in cases for row in sends(one, "sent_to_check", ("fed_back", "checked")) if inside(row[0]) and unit is None]
    gives = [(one, row) for one in cases for row in dispatches(one) if inside(row[0])]
    gives = [(one, row) for one, row in gives if unit is None or (row[3] is not None and row[3][3]["unit"] == unit)]
    backs = [
        1
        for one, row in gives
        if row[3] is not None
        and (one.after(row[3], "returned", "fed_back", "dispatched", "cancelled", "reopened") or ("",))[0] == "returned"
    ]
    check = [(one, row) for one in cases for row in checks(one) if inside(row[0])]
    check = [(one, row) for one, row in check if unit is None or unit_of_check(one, row) == unit]
    hands = [row for one in cases if not (aside and one.suspended()) for row in handlings(one) if inside(row[0]) and mine(row[3])]
    took = [
        seconds(one, row[4])
        for one in cases
        if not (aside and one.suspended())
        for row in handlings(one)
        if row[1] and inside(row[0]) and mine(row[3])
    ]
    words = [found for one in cases if (found := opinion(one)) is not None and inside(found[0]) and mine(found[2])]
    close = [(one, *row) for one in cases if not (aside and one.suspended()) for row in closings(one) if inside(row[0]) and mine(row[3])]
    again = [step for one in cases for step in one.all("reworked") if inside(step[1]) and mine(one.before(step, "dispatched")[3]["unit"])]
    opened = [step for one in cases for step in one.all("reopened") if inside(step[1]) and mine(one.before(step, "dispatched")[3]["unit"])]
    urgent = [row for row in close if row[0].case.standard and row[0].case.standard.limit.split()[1].startswith("urgent")]
    n = len
    return {
        "valid_report_rate": (n([1 for one in rounds if one.spot or one.has("filed")]), n(rounds)),
        "intime_verify_rate": (n([1 for row in verify if row[2]]), n(verify)),
        "verify_rate": (n([1 for row in verify if row[1]]), n(verify)),
        "intime_check_rate": (n([1 for _one, row in check if row[2]]), n(check)),
        "check_rate": (n([1 for _one, row in check if row[1]]), n(check)),
        "check_pass_rate": (n([1 for _one, row in check if row[3] and row[3][3]["result"] == "passed"]), n([1 for _one, row in check if row[1]])),
        "intime_send_verify_rate": (n([1 for row in to_verify if row[1]]), n(to_verify)),
        "intime_send_check_rate": (n([1 for row in to_check if row[1]]), n(to_check)),
        "intime_inst_rate": (n([1 for row in filed if row[2]]), n(filed)),
        "accurate_inst_rate": (n([1 for row in filed if not row[0].has("cancelled")]), n(filed)),
        "report_rate": (n([1 for row in filed if row[0].by_worker]), n(filed)),
        "repeat_rate": (n([1 for row in filed if not row[0].part and repeats(row[0], cases)]), n(filed)),
        "public_report_rate": (n([1 for row in area if not row[0].part and row[0].case.source in PUBLIC and any(s[3]["result"] == "exists" for s in row[0].all("verified"))]), n(area)),
        "intime_dispatch_rate": (n([1 for _one, row in gives if row[2]]), n(gives)),
        "dispatch_rate": (n([1 for _one, row in gives if row[1]]), n(gives)),
        "accurate_dispatch_rate": (n(gives) - n(backs), n(gives)),
        "return_rate": (n(backs), n([1 for _one, row in gives if row[1]])),
        "dispose_rate": (n([1 for row in hands if row[1]]), n(hands)),
        "intime_dispose_rate": (n([1 for row in hands if row[1] and row[2]]), n(hands)),
        "overtime_dispose_rate": (n([1 for row in hands if row[1] and not row[2]]), n(hands)),
        "rework_rate": (n(again), n([1 for row in hands if row[1]])),
        "reopen_rate": (n(opened), n([1 for row in hands if row[1]])),
        "close_rate": (n([1 for row in close if row[2]]), n(close)),
        "intime_close_rate": (n([1 for row in close if row[2] and row[3]]), n(close)),
        "intime_close_rate_chief": (n([1 for row in close if row[2] and row[3]]), n([1 for row in close if row[2]])),
        "overtime_close_rate": (n([1 for row in close if row[2] and not row[3]]), n(close)),
        "urgent_close_rate": (n([1 for row in urgent if row[2]]), n(urgent)),
        "accept_rate": (n([1 for one in reports if one.has("filed", "sent_to_verify", *OVER)]), n(reports)),
        "inst_rate": (n([1 for one in reports if one.has("filed")]), n(reports)),
        "to_close_rate": (n([1 for one in reports if one.ended is None]), n(reports)),
        "operate": (n(decided), 0),
        "overtime_to_dispose": (n([1 for row in hands if not row[1]]), 0),
        "patrol_report": (n(rounds), 0),
        "satisfaction_rate": (n([1 for _at, content, _unit in words if content]), n(words)),
        "avg_dispose_time": (sum(took), n(took)),
    }  # fmt: skip


COUNTS = {
    "valid_patrol_report": ("valid_report_rate", 0), "need_verify": ("verify_rate", 1), "intime_verify": ("intime_verify_rate", 0),
    "need_check": ("check_rate", 1), "intime_check": ("intime_check_rate", 0), "need_send_verify": ("intime_send_verify_rate", 1),
    "need_send_check": ("intime_send_check_rate", 1), "inst": ("intime_inst_rate", 1), "accurate_inst": ("accurate_inst_rate", 0),
    "closed": ("intime_close_rate_chief", 1), "dispatch": ("return_rate", 1), "need_dispatch": ("dispatch_rate", 1),
    "accurate_dispatch": ("accurate_dispatch_rate", 0), "my_dispose": ("dispose_rate", 0), "my_rework": ("rework_rate", 0), "reopened": ("reopen_rate", 0),
    "area_inst": ("public_report_rate", 1), "public_report_verified": ("public_report_rate", 0), "need_close": ("close_rate", 1),
    "need_dispose": ("dispose_rate", 1), "received": ("inst_rate", 1),
}  # fmt: skip
SAME = {"dept_close_rate": "close_rate", "dept_intime_close_rate": "intime_close_rate", "my_avg_dispose_time": "avg_dispose_time"}


def every(found: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """Counts are the tops and bottoms of shares, and two scopes have some indicators in common; with these it is all of them."""
    more = {code: (found[rate][place], 0) for code, (rate, place) in COUNTS.items()}
    more |= {code: found[other] for code, other in SAME.items()}
    return found | more | {"my_intime_dispose_rate": (found["intime_dispose_rate"][0], found["dispose_rate"][0])}


def scored(parts: list[tuple[str, int, str]], values: dict[str, float | None], steps: list[tuple[int, int]]) -> float | None:
    """A score by the sentence of the source: weighted, without the parts that have no data; None where nothing is known."""
    points = []
    known = False
    for code, weight, use in parts:
        value = values[code]
        if value is None:
            continue
        if use == "stepped":
            points.append((weight, next((won for least, won in sorted(steps, reverse=True) if value >= least), 0)))
            known = known or value > 0
        else:
            points.append((weight, min(100.0, max(0.0, 100 - value if use == "reversed" else value))))
            known = True
    total = sum(weight for weight, _won in points)
    return sum(weight * won for weight, won in points) / total if known and total else None


def unit_of_check(one: Told, row: Task) -> int | None:
    """The unit whose work was looked at: of the last dispatch before the check was asked for."""
    asked = [step for step in one.all("sent_to_check") if row[3] is None or one.steps.index(step) < one.steps.index(row[3])][-1]
    return int(one.before(asked, "dispatched")[3]["unit"])
