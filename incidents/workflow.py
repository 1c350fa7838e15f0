"""The workflow of a case as one table (案件流程): verb, from, to, who, what it needs.

Legality, buttons, `allowed_actions`, the diagram in the docs and the exhaustive test all read this table.
Terms follow city-management practice: 核实 is the look before filing, 核查 the look after handling.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.access.roles import SYSTEM, Role


class State(TextChoices):
    """Where a case stands (案件状态)."""

    REPORTED = "reported", _("待受理")
    VERIFYING = "verifying", _("待核实")
    FILED = "filed", _("待派遣")
    DISPATCHED = "dispatched", _("待处置")
    HANDLING = "handling", _("处置中")
    SUSPENDED = "suspended", _("挂账")
    FED_BACK = "fed_back", _("已反馈")
    CHECKING = "checking", _("待核查")
    CHECKED = "checked", _("待结案")
    CLOSED = "closed", _("已结案")
    REFUSED = "refused", _("不予立案")
    CANCELLED = "cancelled", _("已作废")
    MERGED = "merged", _("已并案")


OPEN = frozenset(State) - {State.CLOSED, State.REFUSED, State.CANCELLED, State.MERGED}
"""States in which somebody still has to do something."""

WITH_UNIT = frozenset({State.DISPATCHED, State.HANDLING})
"""States in which the handling unit holds the case."""

RESIDENT = "resident"
"""The holder of a case's secret link."""

REPORTER = "reporter"
"""The member of staff who reported the case, also for somebody who called."""

PARTNER = "partner"
"""A handler of a unit that was called to help."""

NEIGHBOUR = "neighbour"
"""Whoever took a small case up that the desk offered."""

ANYONE = "anyone"
"""Also people without a sign-in."""

START: str = ""
"""The source of verbs that make a case."""


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table. `needs` are the fields that must come with the verb."""

    verb: str
    label: str | Promise
    past: str
    sources: frozenset[str]
    targets: frozenset[str]
    roles: frozenset[str]
    needs: tuple[str, ...] = ()
    unit_only: bool = False
    """Only staff of the unit that holds the case."""
    stays: bool = False
    """It changes a case but not its state."""


def _step(
    verb: str, label: str | Promise, past: str, sources: set[str], targets: set[str], roles: set[str], *needs: str, unit_only: bool = False
) -> Step:
    return Step(verb, label, past, frozenset(sources), frozenset(targets), frozenset(roles), needs, unit_only)


def _stay(verb: str, label: str | Promise, past: str, sources: Collection[str], roles: Collection[str], *needs: str) -> Step:
    """A step that leaves the case in its state."""
    return Step(
        verb, label, past, frozenset(sources), frozenset(sources), frozenset(roles), needs, unit_only=roles == {Role.HANDLER}, stays=True
    )


_DESK = {Role.CLERK, Role.DISPATCHER, Role.DUTY_CHIEF}
_FIELD = {Role.GRID_WORKER, Role.GRID_LEADER}
_DECIDES = {Role.DISPATCHER, Role.DUTY_CHIEF}
_ASKABLE = {State.REPORTED, State.FILED, State.DISPATCHED, State.HANDLING}

STEPS: tuple[Step, ...] = (
    _step("report", _("上报"), "incident.reported", {START}, {State.REPORTED}, {*_FIELD, *_DESK, Role.HANDLER, ANYONE, SYSTEM}),
    _step("handle_on_the_spot", _("自处置"), "incident.handled_on_the_spot", {START}, {State.CLOSED}, {*_FIELD}, "after_photo"),
    _step("send_to_verify", _("发核实"), "incident.sent_to_verify", {State.REPORTED}, {State.VERIFYING}, {*_DESK}),
    _step("verify", _("核实"), "incident.verified", {State.VERIFYING}, {State.REPORTED}, {*_FIELD}, "result"),
    _step("file", _("立案"), "incident.filed", {State.REPORTED}, {State.FILED}, {*_DESK, SYSTEM}),
    _step(
        "refuse",
        pgettext_lazy("action", "不予立案"),
        "incident.refused",
        {State.REPORTED},
        {State.REFUSED},
        {Role.CLERK, Role.DUTY_CHIEF},
        "reason",
    ),
    _step(
        "cancel",
        _("作废"),
        "incident.cancelled",
        {State.REPORTED, State.VERIFYING, State.FILED, State.DISPATCHED},
        {State.CANCELLED},
        {Role.DUTY_CHIEF},
        "reason",
    ),
    _step(
        "merge",
        _("并案"),
        "incident.merged",
        {State.REPORTED, State.VERIFYING, State.FILED},
        {State.MERGED},
        {*_DESK},
        "survivor",
    ),
    # Putting a case on the map by hand: it may lie outside every grid, or a hotline gave no place.
    _step(
        "place",
        _("定位"),
        "incident.placed",
        {State.REPORTED, State.FILED},
        {State.REPORTED, State.FILED},
        {*_DESK},
        "point",
    ),
    # What it is turned out to be something else: before a unit has it, so that the unit's limit is the right one from the start.
    _stay("recategorise", _("改类别"), "incident.recategorised", {State.REPORTED, State.FILED}, _DESK, "category", "reason"),
    _step(
        "dispatch",
        pgettext_lazy("action", "派遣"),
        "incident.dispatched",
        {State.REPORTED, State.FILED},
        {State.DISPATCHED},
        {Role.DISPATCHER, Role.DUTY_CHIEF, SYSTEM},
        "unit",
    ),
    # Ten seconds to take back what went to the wrong unit; nobody there has begun.
    _step("recall", _("撤回派遣"), "incident.recalled", {State.DISPATCHED}, {State.FILED}, {Role.DISPATCHER, Role.DUTY_CHIEF}),
    _step(
        "assign",
        _("指派"),
        "incident.assigned",
        {State.DISPATCHED, State.HANDLING},
        {State.HANDLING},
        {Role.HANDLER},
        "handler",
        unit_only=True,
    ),
    _step(
        "return",
        _("回退"),
        "incident.returned",
        {State.DISPATCHED, State.HANDLING},
        {State.FILED},
        {Role.HANDLER},
        "reason",
        unit_only=True,
    ),
    _step(
        "feed_back",
        _("反馈"),
        "incident.fed_back",
        {State.DISPATCHED, State.HANDLING},
        {State.FED_BACK},
        {Role.HANDLER},
        "opinion",
        unit_only=True,
    ),
    _step("send_to_check", _("发核查"), "incident.sent_to_check", {State.FED_BACK}, {State.CHECKING}, {*_DESK}),
    _step("check", _("核查"), "incident.checked", {State.CHECKING}, {State.CHECKED, State.FED_BACK, State.FILED}, {*_FIELD}, "result"),
    # A task of the grid goes to a colleague on the same grid; where the case stands, and until when, stays.
    _step(
        "hand_over",
        _("移交"),
        "incident.handed_over",
        {State.VERIFYING, State.CHECKING},
        {State.VERIFYING, State.CHECKING},
        {*_FIELD, SYSTEM},
        "colleague",
    ),
    _step("rework", _("返工"), "incident.reworked", {State.FED_BACK, State.CHECKED}, {State.DISPATCHED}, {*_DESK}, "reason"),
    _step("close", pgettext_lazy("action", "结案"), "incident.closed", {State.CHECKED}, {State.CLOSED}, {Role.CLERK, Role.DUTY_CHIEF}),
    _step(
        "reopen", _("重新打开"), "incident.reopened", {State.CLOSED}, {State.FILED}, {Role.DISPATCHER, Role.DUTY_CHIEF, RESIDENT}, "reason"
    ),
    # A question, a suggestion or praise is answered at the desk; the answer is public.
    _step("respond", _("直接答复"), "incident.responded", {State.REPORTED, State.FILED}, {State.CLOSED}, {*_DESK}, "opinion"),
    # A small case that neighbours took up: the grid looks, and without a unit a failed check goes back to the desk.
    _step("mend", _("邻里完成"), "incident.mended", {State.FILED}, {State.CHECKING}, {NEIGHBOUR}),
    # Between the office and who reported; the clock waits while a question is open.
    _stay("ask", _("提问"), "incident.asked", _ASKABLE, {*_DESK, Role.HANDLER}, "question"),
    _stay("answer", _("答复"), "incident.answered", _ASKABLE, {RESIDENT, REPORTER}, "answer"),
    _stay("lapse", _("提问到期"), "incident.question_lapsed", _ASKABLE, {SYSTEM}),
    _stay("add", _("补充"), "incident.added_to", OPEN, {RESIDENT, REPORTER}),
    _stay("remind", _("催办"), "incident.reminded", OPEN, {RESIDENT}),
    _stay("rate", _("评价"), "incident.rated", {State.CLOSED}, {RESIDENT}, "score"),
    # From above: an urged case stays where it is, and its holder replies.
    _stay("urge", _("督办"), "incident.urged", OPEN, {Role.LEADER, Role.DISPATCHER, Role.DUTY_CHIEF}, "level", "kind", "text"),
    # The unit asks for time; the desk decides. A suspended case rests until its day, then goes on by itself.
    _stay("request_extension", _("申请延期"), "incident.extension_requested", WITH_UNIT, {Role.HANDLER}, "reason"),
    _stay("grant_extension", _("同意延期"), "incident.extension_granted", WITH_UNIT, _DECIDES),
    _stay("refuse_extension", _("不同意延期"), "incident.extension_refused", WITH_UNIT, _DECIDES, "reason"),
    _stay("request_suspension", _("申请挂账"), "incident.suspension_requested", WITH_UNIT, {Role.HANDLER}, "reason", "until"),
    _step("grant_suspension", _("同意挂账"), "incident.suspended", {*WITH_UNIT}, {State.SUSPENDED}, {Role.DUTY_CHIEF}),
    _stay("refuse_suspension", _("不同意挂账"), "incident.suspension_refused", WITH_UNIT, {Role.DUTY_CHIEF}, "reason"),
    _step("resume", _("恢复办理"), "incident.resumed", {State.SUSPENDED}, {*WITH_UNIT}, {*_DECIDES, SYSTEM}),
    # Several units for one case; several cases from one; another desk or another handler for it.
    _stay("call_partners", _("发起联动"), "incident.partners_called", WITH_UNIT, {*_DECIDES, Role.GRID_LEADER}, "partners", "text"),
    _stay("report_in", _("报到"), "incident.partner_came", WITH_UNIT, {PARTNER}),
    _stay("finish_part", _("协办完成"), "incident.part_done", WITH_UNIT, {PARTNER}, "opinion"),
    _stay("split", _("分办"), "incident.split", {State.FILED, *WITH_UNIT}, _DECIDES, "parts"),
    _stay("transfer", _("转办"), "incident.transferred", {State.REPORTED, State.FILED}, _DESK, "to", "reason"),
    _stay("reassign", _("移交承办人"), "incident.reassigned", {*WITH_UNIT, State.SUSPENDED}, {Role.HANDLER, SYSTEM}, "handler"),
    # After the end, and ends beside the usual one.
    _step("force_close", _("强制结案"), "incident.force_closed", {*OPEN}, {State.CLOSED}, {Role.LEADER}, "reason"),
    _stay("call_back", _("回访"), "incident.called_back", {State.CLOSED}, {Role.CLERK, Role.DUTY_CHIEF}, "result"),
    _stay("appeal", _("申诉"), "incident.appealed", {State.CLOSED}, {Role.HANDLER}, "reason"),
    _stay("review_appeal", _("申诉初审"), "incident.appeal_reviewed", {State.CLOSED}, {Role.DUTY_CHIEF}, "result"),
    _stay("decide_appeal", _("申诉复审"), "incident.appeal_decided", {State.CLOSED}, {Role.LEADER}, "result"),
    _stay("reply", _("回复督办"), "incident.replied", OPEN, {*_DESK, Role.HANDLER}, "reply"),
)

STAYING = frozenset(step.verb for step in STEPS if step.stays) | {"place", "hand_over"}
"""Verbs that change a case but not its state."""

BY_VERB: Mapping[str, Step] = {step.verb: step for step in STEPS}


def legal(verb: str, source: str, target: str) -> bool:
    """Whether the table has this step between these states."""
    step = BY_VERB.get(verb)
    if step is None or source not in step.sources or target not in step.targets:
        return False
    return target == source if verb in STAYING else True


def verbs_from(source: str) -> list[Step]:
    """The steps that start from a state, in the order of the table."""
    return [step for step in STEPS if source in step.sources]


def mermaid() -> str:
    """The diagram in the docs, made from the table."""
    lines = ["stateDiagram-v2"]
    for step in STEPS:
        for source in sorted(step.sources):
            reached = [source] if step.verb in STAYING else sorted(step.targets)
            lines += [f"    {source or '[*]'} --> {target}: {step.verb}" for target in reached]
    return "\n".join(lines) + "\n"
