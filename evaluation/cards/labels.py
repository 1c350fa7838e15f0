"""What the measures and marks are called (基础量与标记的名称)."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluation.indicators.marks import Mark

_l = gettext_lazy
MEASURES: Mapping[str, str | Promise] = {
    "patrol_report": _l("网格员上报"),
    "valid_patrol_report": _l("网格员上报且立案"),
    "on_the_spot": _l("当场处置"),
    "received": _l("收到的上报"),
    "accepted": _l("已受理的上报"),
    "reported_filed": _l("上报且立案"),
    "to_close": _l("至今未办结"),
    "operate": _l("受理决定"),
    "inst": _l("立案"),
    "area_inst": _l("立案"),
    "intime_inst": _l("按时立案"),
    "accurate_inst": _l("立案且未作废"),
    "inspector_inst": _l("网格员发现的立案"),
    "public_report_verified": _l("公众举报核实立案"),
    "repeat": _l("重复案件"),
    "need_send_verify": _l("应发核实"),
    "intime_send_verify": _l("按时发核实"),
    "need_verify": _l("应核实"),
    "verify": _l("已核实"),
    "intime_verify": _l("按时核实"),
    "need_dispatch": _l("应派遣"),
    "dispatch": _l("已派遣"),
    "intime_dispatch": _l("按时派遣"),
    "accurate_dispatch": _l("未被回退的派遣"),
    "back": _l("被回退的派遣"),
    "need_dispose": _l("应处置"),
    "dispose": _l("已处置"),
    "intime_dispose": _l("按期处置"),
    "overtime_dispose": _l("超期处置"),
    "overtime_to_dispose": _l("超期未处置"),
    "dispose_seconds": _l("处置用时"),
    "need_send_check": _l("应发核查"),
    "intime_send_check": _l("按时发核查"),
    "need_check": _l("应核查"),
    "check": _l("已核查"),
    "intime_check": _l("按时核查"),
    "check_passed": _l("核查通过"),
    "rework": _l("返工"),
    "need_close": _l("应结案"),
    "close": _l("已结案"),
    "intime_close": _l("按期结案"),
    "overtime_close": _l("超期结案"),
    "urgent_need_close": _l("紧急应结案"),
    "urgent_close": _l("紧急已结案"),
    "answered": _l("有答复的回访和评价"),
    "satisfied": _l("满意"),
    "missed": _l("漏报"),
    "sampled": _l("抽查的信息"),
    "right": _l("准确的信息"),
    "due_visits": _l("应走访户"),
    "visits": _l("已走访户"),
    "due_patrols": _l("应巡查天"),
    "patrols": _l("巡查到岗天"),
}
SAID: tuple[tuple[Mark, str | Promise, str], ...] = (
    (Mark.EXEMPT, _l("申诉成立，不计超时"), "info"),
    (Mark.LATE, _l("超时完成"), "late"),
    (Mark.SUSPENDED, _l("挂账"), "soon"),
    (Mark.CANCELLED, _l("已作废"), "late"),
    (Mark.RETURNED, _l("被回退"), "late"),
    (Mark.REPEAT, _l("重复"), "soon"),
    (Mark.FORCED, _l("强制结案"), "late"),
    (Mark.SPOT, _l("当场处置"), "fine"),
    (Mark.PASSED, _l("通过"), "fine"),
    (Mark.GOOD, _l("好"), "fine"),
)


def said_of(marks: int) -> list[tuple[str, str]]:
    """What is to be said of a passage, with the look of each word."""
    found = [(str(word), tone) for mark, word, tone in SAID if marks & mark]
    if not marks & Mark.DONE and not marks & (Mark.FIELD | Mark.OPEN | Mark.SPOT | Mark.ACCEPTED):
        return [(_("未完成"), "late"), *found]
    return found if marks & Mark.LATE or not marks & Mark.INTIME else [(_("按时"), "fine"), *found]
