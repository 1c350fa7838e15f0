"""What cases have to tell (案件通知): the events and their facts, declared when the app starts."""

from django.utils.translation import gettext_lazy as _

from governance.notices.events import declare

FACTS = {
    "number": _("案件编号"),
    "category": _("类别"),
    "place": _("地点"),
    "area": _("区域"),
    "unit": _("处置单位"),
    "due": _("截止时间"),
    "reason": _("理由"),
    "survivor": _("并入的案件"),
    "level": _("督办级别"),
    "until": _("挂账至"),
    "result": _("审核结果"),
}
EVENTS = {
    "incident.reported": _("新案件"),
    "incident.filed": _("立案"),
    "incident.refused": _("不予立案"),
    "incident.cancelled": _("作废"),
    "incident.merged": _("并案"),
    "incident.dispatched": _("派遣"),
    "incident.assigned": _("指派"),
    "incident.returned": _("回退"),
    "incident.fed_back": _("反馈"),
    "incident.reworked": _("返工"),
    "incident.closed": _("结案"),
    "incident.responded": _("直接答复"),
    "incident.reopened": _("重新打开"),
    "incident.asked": _("提问"),
    "incident.answered": _("答复"),
    "incident.reminded": _("催办"),
    "incident.urged": _("督办"),
    "incident.suspended": _("挂账"),
    "incident.replied": _("回复督办"),
    "incident.extension_requested": _("申请延期"),
    "incident.extension_granted": _("同意延期"),
    "incident.extension_refused": _("不同意延期"),
    "incident.suspension_requested": _("申请挂账"),
    "incident.suspension_refused": _("不同意挂账"),
    "incident.resumed": _("恢复办理"),
    "incident.partners_called": _("发起联动"),
    "incident.transferred": _("转办"),
    "incident.appealed": _("申诉"),
    "incident.appeal_reviewed": _("申诉初审"),
    "incident.appeal_decided": _("申诉复审"),
    "incident.overdue": _("超时"),
}


def declare_events() -> None:
    """Make them known; each has the same facts."""
    for name, label in EVENTS.items():
        declare(name, label, **FACTS)
    declare(
        "incident.digest",
        _("每日积案提醒"),
        area=_("区域"),
        open=_("未办结"),
        overdue=_("已超时"),
        oldest=_("最早一件的编号"),
        oldest_days=_("最早一件的天数"),
    )
    declare("subscription.asked", _("订阅确认"), area=_("区域"))
    declare(
        "area.case", _("订阅的身边事"), area=_("区域"), category=_("类别"), place=_("地点"), number=_("案件编号"), state=_("进度")
    )  # fmt: skip
