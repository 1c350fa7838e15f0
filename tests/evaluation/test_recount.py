"""Each indicator, counted once more from the ledger alone, is what the fast query says: for histories made at random."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.actions.keeping import keep_figures
from evaluation.indicators import verbs
from evaluation.models import Indicator
from evaluation.periods import Span, period_of, today
from evaluation.queries.catalogue import catalogue
from evaluation.queries.figures import Subject, groups_of
from governance.access.actor import SYSTEM_ACTOR
from governance.errors import Refused
from incidents.actions.recategorising import recategorise_case
from incidents.models import Category, Incident
from tests.evaluation.days import Days
from tests.evaluation.recount import every, recount, scored, told
from tests.town import DISTRICT, STREET

START = datetime(2026, 10, 1, tzinfo=UTC)
SCOPES = ("inspector", "acceptor", "duty_chief", "dispatcher", "handler", "area", "department", "process")
WAITS = st.sampled_from([0.5, 3, 10, 14, 15, 16, 31, 45, 300, 24 * 60, 4 * 24 * 60])
MOVES = st.sampled_from(
    ["report", "public", "spot", "send_to_verify", "verify", "file", "refuse", "cancel", "dispatch", "dispatch_other", "assign", "return", "feed_back",
     "send_to_check", "pass", "fail", "rework", "close", "reopen", "suspend", "resume", "merge", "split",
     "extend", "force_close", "appeal", "call_back", "recategorise", "keep"]
)  # fmt: skip
LIKELY = ["file", "dispatch", "feed_back", "send_to_check", "pass", "close"]
HISTORIES = st.lists(st.tuples(st.one_of(MOVES, st.sampled_from(LIKELY)), st.integers(0, 3), WAITS), min_size=4, max_size=22)


class Walk(Days):
    """Takes a move with one of the cases, where the table allows it; else nothing happens."""

    def __init__(self, town) -> None:
        super().__init__(town)
        self.cases: list = []
        self.other = Category.objects.create(kind="event", code="0101", name="暴露垃圾", major_code="01", major_name="市容环境")

    def move(self, move: str, which: int, minutes: float) -> None:
        self.wait(minutes)
        grid = f"{STREET}001{1 + which % 2:03d}"
        if move in {"report", "public", "spot"} or not self.cases:
            given = {"source": "hotline"} if move == "public" else {}
            self.cases.append(
                self.report(
                    by="alice" if given else "bob", grid=self.town.grid if move == "spot" else grid, on_the_spot=move == "spot", **given
                )
            )
            return
        try:
            with transaction.atomic():
                self.step(move, self.cases[which % len(self.cases)])
        except Refused:
            return

    def step(self, move: str, case) -> None:
        held = Incident.objects.select_related("unit").get(pk=case)
        by = "dora" if held.unit and held.unit.name == "环卫公司" else "dan"
        checker = "bea" if held.code == self.town.grid else "bob"
        if move == "suspend":
            from incidents.actions.requests import grant_suspension, request_suspension

            until = self.at + timedelta(days=9)
            request_suspension(actor=self.actor(by), incident_id=case, version=None, at=self.at, reason="等材料", until=until)
            grant_suspension(actor=self.actor("erin"), incident_id=case, version=None, at=self.at)
        elif move == "resume":
            from incidents.actions.requests import resume_case

            resume_case(actor=self.actor("erin"), incident_id=case, version=None, at=self.at)
        elif move == "extend":
            from incidents.actions.requests import grant_extension, request_extension

            request_extension(actor=self.actor(by), incident_id=case, version=None, at=self.at, reason="备料")
            grant_extension(actor=self.actor("erin"), incident_id=case, version=None, at=self.at)
        elif move == "appeal":
            from incidents.actions.objecting import appeal_case, decide_appeal, review_appeal

            appeal_case(actor=self.actor(by), incident_id=case, version=None, at=self.at, reason="台风")
            review_appeal(actor=self.actor("erin"), incident_id=case, version=None, at=self.at, result="upheld")
            decide_appeal(actor=self.actor("leo"), incident_id=case, version=None, at=self.at, result="upheld")
        elif move == "force_close":
            from incidents.actions.closing import force_close

            force_close(actor=self.actor("leo"), incident_id=case, version=None, at=self.at, reason="道路改造")
        elif move == "call_back":
            from incidents.actions.closing import call_back

            result = ("content", "neutral", "discontent", "unreached")[self.at.minute % 4]
            call_back(actor=self.actor("alice"), incident_id=case, version=None, at=self.at, result=result)
        elif move == "split":
            from incidents.actions.splitting import split_case

            whole = split_case(
                actor=self.actor("alice"), incident_id=case, version=None, at=self.at, parts=["清理", "修复"],
                units=[self.town.units["环卫公司"].pk],
            )  # fmt: skip
            self.cases += whole.children.filter(received_at=self.at).values_list("pk", flat=True)
        elif move == "merge":
            others = [one for one in self.cases if one != case]
            self.do(case, "merge_incident", "alice", survivor_id=others[0]) if others else None
        else:
            {
                "send_to_verify": lambda: self.do(case, "send_to_verify", "alice"),
                "verify": lambda: self.do(case, "verify_incident", "bob" if held.code == self.town.grid else checker, result="exists"),
                "file": lambda: self.file(case),
                "refuse": lambda: self.do(case, "refuse_incident", "alice", reason="不属实"),
                "cancel": lambda: self.do(case, "cancel_incident", "erin", reason="误立"),
                "dispatch": lambda: self.dispatch(case),
                "dispatch_other": lambda: self.dispatch(case, unit="环卫公司"),
                "assign": lambda: self.do(case, "assign_incident", by),
                "return": lambda: self.do(case, "return_incident", by, reason="不归我们"),
                "feed_back": lambda: self.feed_back(case, by=by),
                "send_to_check": lambda: self.do(case, "send_to_check", "alice"),
                "pass": lambda: self.do(case, "check_incident", checker, result="passed"),
                "fail": lambda: self.do(case, "check_incident", checker, result="failed", opinion="没修好"),
                "rework": lambda: self.do(case, "rework_incident", "alice", reason="没修好"),
                "close": lambda: self.close(case),
                "reopen": lambda: self.do(case, "reopen_incident", "erin", reason="又坏了"),
                "recategorise": lambda: self.recategorise(case, self.other if held.category_id != self.other.pk else self.town.category),
                "keep": self.kept,
            }[move]()  # fmt: skip

    def recategorise(self, case, kind: Category) -> None:
        recategorise_case(actor=self.actor("alice"), incident_id=case, version=None, at=self.at, category_id=kind.pk, reason="看错了")


def differences(walk: Walk, *, aside: bool = True) -> list[str]:
    """Where the two ways of counting disagree, for the district and for each unit."""
    keep_figures(actor=SYSTEM_ACTOR, at=walk.at)
    found = []
    units = {name: walk.town.units[name].pk for name in ("市政养护所", "环卫公司")}
    cases, later = told(), walk.at + timedelta(days=12)
    month, year = period_of(Span.MONTH, today(walk.at)), period_of(Span.YEAR, today(walk.at))
    for name, unit, period, at in [
        ("district", None, month, walk.at),
        ("district", None, year, later),
        *((*one, year, later) for one in units.items()),
    ]:
        groups = groups_of(subject=Subject((DISTRICT,), unit), period=period, at=at)
        fast = catalogue(SCOPES, month=period.scored_in(at)).values(groups)
        slow = every(recount(cases, start=period.start, end=period.end, at=at, aside=aside, unit=unit))
        found += [f"{name} {period.key}: {line}" for line in scores_apart(period.scored_in(at), fast)]
        for code, (top, bottom) in slow.items():
            mine = (fast[code].top, fast[code].bottom or 0)
            if mine != (top, bottom):
                found.append(f"{name} {period.key} {code}: fast {mine}, slow {(top, bottom)}")
    return found


def scores_apart(month: str, fast) -> list[str]:
    """Scores that are not what their parts make by the written formula."""
    values = {code: one.value for code, one in fast.items()}
    known, found = catalogue(SCOPES, month=month), []
    for code, parts in known.parts.items():
        slow = scored([(part.indicator, part.weight, part.use) for part in parts], values, list(known.steps))
        if (slow is None) != (values[code] is None) or (slow is not None and abs(slow - values[code]) > 0.001):
            found.append(f"{code}: fast {values[code]}, slow {slow}")
    return found


@pytest.mark.django_db
def test_no_indicator_is_left_out_of_the_recount(catalogue) -> None:
    """What stands for households and working days is counted in test_recount_field.py."""
    field = {"missed", "missed_rate", "info_accuracy", "visit_cover_rate", "patrol_days_rate"}
    walked = set(every(recount([], start=START, end=START, at=START)))
    assert walked | field == set(Indicator.objects.exclude(kind="score").values_list("code", flat=True))


@pytest.mark.django_db
def test_every_indicator_is_what_the_ledger_alone_says(town, catalogue) -> None:
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    @given(HISTORIES)
    def for_any_history(history) -> None:
        with transaction.atomic():
            walk = Walk(town)
            for move, which, minutes in history:
                walk.move(move, which, minutes)
            found = differences(walk)
            transaction.set_rollback(True)
        assert not found, "\n".join([*found, *(str(one) for one in history)])

    for_any_history()


@pytest.mark.django_db
@pytest.mark.parametrize("broken", ["fed_back", "returned", "cancelled", "verified", "closed", "split_off"])
def test_a_count_that_forgets_a_verb_is_noticed(town, catalogue, monkeypatch, broken: str) -> None:
    """The red control: with one verb of the ledger left out, the two ways disagree."""
    monkeypatch.setattr(verbs, "TELLS", {verb: tell for verb, tell in verbs.TELLS.items() if verb != f"incident.{broken}"})
    walk = Walk(town)
    first = walk.report(by="alice", source="hotline")
    walk.wait(5).do(first, "send_to_verify", "alice").wait(10).do(first, "verify_incident", "bob", result="exists").wait(5).file(first)
    walk.wait(5).dispatch(first).wait(10).do(first, "return_incident", "dan", reason="不归我们").wait(5).dispatch(first, unit="环卫公司")
    walk.wait(60).feed_back(first, by="dora").wait(5).check(first).wait(5).close(first)
    second = walk.report()
    walk.wait(5).file(second).wait(5).do(second, "cancel_incident", "erin", reason="误立")
    third = walk.report()
    walk.wait(5).file(third)
    walk.step("split", third)
    assert differences(walk)
