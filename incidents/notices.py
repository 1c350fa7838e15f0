"""What cases have to tell (案件通知): the events and their facts, declared when the app starts."""

from django.utils.translation import gettext_lazy as _

from governance.notices.events import declare
from incidents.words import DONE

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
TOLD = (
    "incident.filed",
    "incident.refused",
    "incident.cancelled",
    "incident.merged",
    "incident.dispatched",
    "incident.assigned",
    "incident.returned",
    "incident.fed_back",
    "incident.reworked",
    "incident.closed",
    "incident.responded",
    "incident.reopened",
    "incident.asked",
    "incident.answered",
    "incident.reminded",
    "incident.urged",
    "incident.replied",
    "incident.extension_requested",
    "incident.extension_granted",
    "incident.extension_refused",
    "incident.suspension_requested",
    "incident.suspension_refused",
    "incident.resumed",
    "incident.partners_called",
    "incident.transferred",
    "incident.appealed",
    "incident.appeal_reviewed",
    "incident.appeal_decided",
)
"""Steps that somebody is told of."""
EVENTS = {name: DONE[name] for name in TOLD} | {
    "incident.reported": _("新案件"),
    "incident.suspended": _("挂账"),
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
