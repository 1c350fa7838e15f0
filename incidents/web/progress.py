"""How far a case is, in plain words for who reported it (办理进度). No names of staff, no inner remarks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.privacy import redact
from incidents.actions.portal.responding import ANSWERED
from incidents.workflow import OPEN, State

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Milestone:
    """One of the five steps: `look` is past, now or ahead."""

    label: Text
    look: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Progress:
    """What the resident reads: the steps, a word and a sentence, who has it, what is due by then, and what was answered."""

    milestones: Sequence[Milestone]
    short: Text
    said: Text
    holder: Text
    due: Text
    answers: Sequence[str]


Way = Sequence[tuple[Text, frozenset[str], frozenset[str]]]
WAY: Way = (
    (pgettext_lazy("way", "受理"), frozenset({State.REPORTED, State.VERIFYING}), frozenset({"incident.reported"})),
    (pgettext_lazy("way", "派遣"), frozenset({State.FILED}), frozenset({"incident.filed"})),
    (pgettext_lazy("way", "处置"), frozenset({State.DISPATCHED, State.HANDLING, State.SUSPENDED}), frozenset({"incident.dispatched"})),
    (pgettext_lazy("way", "核查"), frozenset({State.FED_BACK, State.CHECKING, State.CHECKED}), frozenset({"incident.fed_back"})),
    (pgettext_lazy("way", "办结"), frozenset({State.CLOSED}), frozenset({"incident.closed", "incident.handled_on_the_spot"})),
)

ANSWER_WAY: Way = (
    (_("收到"), frozenset({State.REPORTED, State.VERIFYING}), frozenset({"incident.reported"})),
    (_("研究答复"), OPEN - {State.REPORTED, State.VERIFYING}, frozenset({"incident.filed"})),
    (_("已答复"), frozenset({State.CLOSED}), frozenset({"incident.closed", "incident.responded"})),
)
"""The way of what asks for an answer and not for a repair: questions, suggestions, praise."""

DUE: Mapping[str, Text] = {
    State.REPORTED: pgettext_lazy("due", "受理"),
    State.VERIFYING: pgettext_lazy("due", "核实"),
    State.FILED: pgettext_lazy("due", "交给负责的单位"),
    State.DISPATCHED: pgettext_lazy("due", "处理好"),
    State.HANDLING: pgettext_lazy("due", "处理好"),
    State.FED_BACK: pgettext_lazy("due", "核查"),
    State.CHECKING: pgettext_lazy("due", "核查"),
    State.CHECKED: pgettext_lazy("due", "办结"),
}
"""What is to be done by the moment that is shown; a case that is put off has none."""

SAID: Mapping[str, Text] = {
    State.REPORTED: _("已收到，街道正在受理。"),
    State.VERIFYING: _("网格员正到现场核实。"),
    State.FILED: _("已受理，正在安排单位来处理。"),
    State.DISPATCHED: _("已交给负责的单位。"),
    State.HANDLING: _("负责的单位正在处理。"),
    State.SUSPENDED: _("现在还办不了，已登记，到期后接着办。"),
    State.FED_BACK: _("单位说已经处理，等待核查。"),
    State.CHECKING: _("网格员正到现场核查处理结果。"),
    State.CHECKED: _("现场已核查，马上办结。"),
    State.CLOSED: _("已办结，感谢您的反映。"),
    State.REFUSED: _("这件事没有受理，原因如下。"),
    State.CANCELLED: _("这件事已撤销，原因如下。"),
    State.MERGED: _("已与同一问题的另一件合并办理。"),
}

SHORT: Mapping[str, Text] = {
    State.REPORTED: _("已收到"), State.VERIFYING: _("核实中"), State.FILED: _("已受理"), State.DISPATCHED: _("已交办"),
    State.HANDLING: _("处理中"), State.SUSPENDED: _("暂缓"), State.FED_BACK: _("已处理"), State.CHECKING: _("核查中"),
    State.CHECKED: _("已核查"), State.CLOSED: _("已办结"), State.REFUSED: _("未受理"), State.CANCELLED: _("已撤销"),
    State.MERGED: _("已合并"),
}  # fmt: skip
"""A state in the words of residents, where a label must be short; the office's own words are those of `State`."""

TOLD = frozenset({"incident.refused", "incident.cancelled", "incident.fed_back", "incident.responded"})
"""Entries whose words are meant for the reporter."""


def progress_of(card: Mapping[str, Any]) -> Progress:
    """The progress of a detail card."""
    state, asks = card["state"], card.get("nature") in ANSWERED
    way = ANSWER_WAY if asks else WAY
    reached = next((at for at, (_label, states, _verbs) in enumerate(way) if state in states), -1)
    when = {entry["verb"]: datetime.fromisoformat(entry["at"]) for entry in card["timeline"]}
    milestones = [
        Milestone(label, _look(number, reached, state), next((when[verb] for verb in verbs if verb in when and number <= reached), None))
        for number, (label, _states, verbs) in enumerate(way)
    ]
    nature = card.get("nature", "")
    return Progress(
        milestones, short(state, nature), said(state, nature), _holder(card), _due(state, asks=asks), _answers(card["timeline"])
    )


def short(state: str, nature: str) -> Text:
    """The state of a case as a label."""
    return _("已答复") if nature in ANSWERED and state == State.CLOSED else SHORT[state]


def said(state: str, nature: str) -> Text:
    """The state of a case as a sentence."""
    if nature in ANSWERED and state in OPEN:
        return _("已收到，街道会看，并给出答复。")
    return _("已答复，谢谢您。") if nature in ANSWERED and state == State.CLOSED else SAID[state]


def _answers(timeline: Sequence[Mapping[str, Any]]) -> list[str]:
    """What the office said, those from before a case was opened again named as such."""
    again = max((at for at, entry in enumerate(timeline) if entry["verb"] == "incident.reopened"), default=-1)
    told = [
        (at, entry["detail"].get("reason") or entry["detail"].get("opinion")) for at, entry in enumerate(timeline) if entry["verb"] in TOLD
    ]
    return [_("上次的答复：%s") % redact(words) if at < again else redact(words) for at, words in told if words]


def _due(state: str, *, asks: bool) -> Text:
    word = DUE.get(state, "")
    return pgettext_lazy("due", "答复") if asks and word and state not in {State.REPORTED, State.VERIFYING} else word


def _look(number: int, reached: int, state: str) -> str:
    if number < reached or state == State.CLOSED:
        return "past"
    return "now" if number == reached else "ahead"


def _holder(card: Mapping[str, Any]) -> Text:
    state = card["state"]
    if state in {State.DISPATCHED, State.HANDLING, State.SUSPENDED}:
        return str(card["unit"] or "")
    if state in {State.VERIFYING, State.CHECKING}:
        return _("社区网格员")
    return _("街道受理中心") if state in OPEN else ""
