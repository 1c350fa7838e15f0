"""The words of this app's record (台账用语)."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "days.kept": _("汇总每日指标"),
    "evaluation.set": _("更改考核设置"),
    "evaluation.scale_set": _("更改考核尺度"),
    "indicators.loaded": _("载入指标"),
    "month.closed": _("封存月份"),
    "hotspots.scanned": _("扫描异常聚集"),
    "risk.raised": _("提示风险"),
    "risk.settled": _("处理风险"),
    "risk.commented": _("说明风险"),
    "risk_rule.changed": _("更改风险规则"),
    "screen_link.made": _("签发大屏链接"),
    "screen_link.revoked": _("收回大屏链接"),
    "spot.noted": _("标记聚集"),
    "spot.withdrawn": _("撤销标记"),
}
KINDS = {
    "days": _("每日指标"),
    "evaluation": _("考核"),
    "month": _("月份"),
    "hotspots": _("聚集扫描"),
    "risk": _("风险"),
    "risk_rule": _("风险规则"),
    "screen_link": _("大屏链接"),
    "spot": _("聚集"),
}
