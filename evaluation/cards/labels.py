"""What the measures and marks are called (基础量与标记的名称)."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evaluation.indicators.marks import Mark

MEASURES: Mapping[str, str | Promise] = {
    "patrol_report": _("网格员上报"),
    "valid_patrol_report": _("网格员上报且立案"),
    "on_the_spot": _("当场处置"),
    "received": _("收到的上报"),
    "accepted": _("已受理的上报"),
    "reported_filed": _("上报且立案"),
    "to_close": _("至今未办结"),
    "operate": _("受理决定"),
    "inst": pgettext_lazy("done", "立案"),
    "area_inst": pgettext_lazy("done", "立案"),
    "intime_inst": _("按时立案"),
    "accurate_inst": _("立案且未作废"),
    "inspector_inst": _("网格员发现的立案"),
    "public_report_verified": _("公众举报核实立案"),
    "repeat": _("重复案件"),
    "need_send_verify": _("应发核实"),
    "intime_send_verify": _("按时发核实"),
    "need_verify": _("应核实"),
    "verify": _("已核实"),
    "intime_verify": _("按时核实"),
    "need_dispatch": _("应派遣"),
    "dispatch": _("已派遣"),
    "intime_dispatch": _("按时派遣"),
    "accurate_dispatch": _("未被回退的派遣"),
    "back": _("被回退的派遣"),
    "need_dispose": _("应处置"),
    "dispose": _("已处置"),
    "intime_dispose": _("按期处置"),
    "overtime_dispose": _("超期处置"),
    "overtime_to_dispose": _("超期未处置"),
    "dispose_seconds": _("处置用时"),
    "need_send_check": _("应发核查"),
    "intime_send_check": _("按时发核查"),
    "need_check": _("应核查"),
    "check": _("已核查"),
    "intime_check": _("按时核查"),
    "check_passed": _("核查通过"),
    "rework": _("返工"),
    "reopen": _("重新打开"),
    "need_close": _("应结案"),
    "close": _("已结案"),
    "intime_close": _("按期结案"),
    "overtime_close": _("超期结案"),
    "urgent_need_close": _("紧急应结案"),
    "urgent_close": _("紧急已结案"),
    "answered": _("有答复的回访和评价"),
    "satisfied": _("满意"),
    "missed": _("漏报"),
    "sampled": _("抽查的信息"),
    "right": _("准确的信息"),
    "due_visits": _("应走访户"),
    "visits": _("已走访户"),
    "due_patrols": _("应巡查天"),
    "patrols": _("巡查到岗天"),
}
SAID: tuple[tuple[Mark, str | Promise, str], ...] = (
    (Mark.EXEMPT, _("申诉成立，不计超时"), "info"),
    (Mark.LATE, _("超时完成"), "late"),
    (Mark.SUSPENDED, _("挂账"), "soon"),
    (Mark.CANCELLED, _("已作废"), "late"),
    (Mark.RETURNED, _("被回退"), "late"),
    (Mark.REPEAT, _("重复"), "soon"),
    (Mark.FORCED, _("强制结案"), "late"),
    (Mark.SPOT, _("当场处置"), "fine"),
    (Mark.PASSED, _("通过"), "fine"),
    (Mark.GOOD, _("好"), "fine"),
)


def said_of(marks: int) -> list[tuple[str, str]]:
    """What is to be said of a passage, with the look of each word."""
    found = [(str(word), tone) for mark, word, tone in SAID if marks & mark]
    if not marks & Mark.DONE and not marks & (Mark.FIELD | Mark.OPEN | Mark.SPOT | Mark.ACCEPTED):
        return [(str(_("未完成")), "late"), *found]
    return found if marks & Mark.LATE or not marks & Mark.INTIME else [(str(_("按时")), "fine"), *found]
