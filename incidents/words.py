"""The words of this app's record (台账用语): what was done to a case, and what is recorded besides."""

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.ledger.words import Named, declare_names, declare_words
from incidents.models import Category, Incident

DONE = {
    "incident.reported": pgettext_lazy("done", "上报"),
    "incident.handled_on_the_spot": pgettext_lazy("done", "自处置"),
    "incident.sent_to_verify": pgettext_lazy("done", "发核实"),
    "incident.verified": pgettext_lazy("done", "核实"),
    "incident.filed": pgettext_lazy("done", "立案"),
    "incident.refused": pgettext_lazy("done", "不予立案"),
    "incident.cancelled": pgettext_lazy("done", "作废"),
    "incident.merged": pgettext_lazy("done", "并案"),
    "incident.placed": pgettext_lazy("done", "定位"),
    "incident.recategorised": pgettext_lazy("done", "改类别"),
    "incident.dispatched": pgettext_lazy("done", "派遣"),
    "incident.recalled": pgettext_lazy("done", "撤回派遣"),
    "incident.assigned": pgettext_lazy("done", "指派"),
    "incident.returned": pgettext_lazy("done", "回退"),
    "incident.fed_back": pgettext_lazy("done", "反馈"),
    "incident.sent_to_check": pgettext_lazy("done", "发核查"),
    "incident.checked": pgettext_lazy("done", "核查"),
    "incident.handed_over": pgettext_lazy("done", "移交"),
    "incident.reworked": pgettext_lazy("done", "返工"),
    "incident.closed": pgettext_lazy("done", "结案"),
    "incident.reopened": pgettext_lazy("done", "重新打开"),
    "incident.responded": pgettext_lazy("done", "直接答复"),
    "incident.mended": pgettext_lazy("done", "邻里完成"),
    "incident.asked": pgettext_lazy("done", "提问"),
    "incident.answered": pgettext_lazy("done", "答复"),
    "incident.question_lapsed": pgettext_lazy("done", "提问到期"),
    "incident.added_to": pgettext_lazy("done", "补充"),
    "incident.reminded": pgettext_lazy("done", "催办"),
    "incident.rated": pgettext_lazy("done", "评价"),
    "incident.urged": pgettext_lazy("done", "督办"),
    "incident.extension_requested": pgettext_lazy("done", "申请延期"),
    "incident.extension_granted": pgettext_lazy("done", "同意延期"),
    "incident.extension_refused": pgettext_lazy("done", "不同意延期"),
    "incident.suspension_requested": pgettext_lazy("done", "申请挂账"),
    "incident.suspended": pgettext_lazy("done", "同意挂账"),
    "incident.suspension_refused": pgettext_lazy("done", "不同意挂账"),
    "incident.resumed": pgettext_lazy("done", "恢复办理"),
    "incident.partners_called": pgettext_lazy("done", "发起联动"),
    "incident.partner_came": pgettext_lazy("done", "报到"),
    "incident.part_done": pgettext_lazy("done", "协办完成"),
    "incident.split": pgettext_lazy("done", "分办"),
    "incident.transferred": pgettext_lazy("done", "转办"),
    "incident.reassigned": pgettext_lazy("done", "移交承办人"),
    "incident.force_closed": pgettext_lazy("done", "强制结案"),
    "incident.called_back": pgettext_lazy("done", "回访"),
    "incident.appealed": pgettext_lazy("done", "申诉"),
    "incident.appeal_reviewed": pgettext_lazy("done", "申诉初审"),
    "incident.appeal_decided": pgettext_lazy("done", "申诉复审"),
    "incident.replied": pgettext_lazy("done", "回复督办"),
}
"""Each step as something that was done: in Chinese the word of the step itself, in English its past."""

OTHERS = {
    "incident.absorbed": _("并入他案"),
    "incident.printed": _("打印案卷"),
    "incident.followed": _("随网格调整"),
    "incident.due_soon": _("临近期限"),
    "incident.overdue": _("超时提醒"),
    "incident.recomputed": _("按新日历重算期限"),
    "incident.split_off": _("分出"),
    "incident.imported": _("导入"),
    "incident.conflicted": _("重复编号冲突"),
    "incident.noted": _("外部进展"),
    "incident.exchanged": _("与外部平台往来"),
    "incident.contact_seen": _("查看联系电话"),
    "photo.added": _("上传照片"),
    "photo.released": _("公开照片"),
    "photo.withheld": _("不公开照片"),
    "case.met_too": _("也遇到"),
    "case.taken_up": _("认领"),
    "case.given_up": _("放弃认领"),
    "case.offered": _("放出认领"),
    "case.shown": _("公开案件"),
    "case.hidden": _("不公开案件"),
    "category.changed": _("修改事项类别"),
    "standard.changed": _("修改立案标准"),
    "stagelimit.changed": _("修改环节时限"),
    "unit_hours.set": _("设置机构工作时间"),
    "unit_hours.ended": _("停用机构工作时间"),
    "area_grade.set": _("设置区域等级"),
    "area_grade.ended": _("停用区域等级"),
    "season.set": _("设置季节"),
    "season.ended": _("停用季节"),
    "responsibility.added": _("新增职责"),
    "responsibility.ended": _("结束职责"),
    "catalogue.loaded": _("载入事项清单"),
    "questions.loaded": _("载入问题"),
    "autodispatch.allowed": _("准许自动派遣"),
    "autodispatch.ended": _("停止自动派遣"),
    "triage.retrained": _("重新学习派遣"),
    "blackout.set": _("设置停办时段"),
    "blackout.ended": _("结束停办时段"),
    "post.handed_over": _("移交岗位"),
    "preset.kept": _("保存视图或意见模板"),
    "preset.dropped": _("删除视图或意见模板"),
    "subscription.asked": _("申请订阅"),
    "subscription.confirmed": _("确认订阅"),
    "subscription.ended": _("退订"),
    "apikey.issued": _("签发接口密钥"),
    "apikey.ended": _("停用接口密钥"),
    "peer.added": _("添加对接平台"),
    "peer.ended": _("停用对接平台"),
    "opendata.published": _("发布开放数据"),
    "demo.loaded": _("载入演示数据"),
    "demo.portal": _("载入演示门户"),
}
"""What is recorded besides the steps."""


KINDS = {
    "stagelimit": _("环节时限"),
    "unit_hours": _("机构工作时间"),
    "area_grade": _("区域等级"),
    "season": _("季节"),
    "incident": _("案件"),
    "photo": _("照片"),
    "category": _("事项类别"),
    "standard": _("立案标准"),
    "responsibility": _("职责"),
    "catalogue": _("事项清单"),
    "question": _("问题"),
    "autodispatch": _("自动派遣"),
    "triage": _("派遣学习"),
    "blackout": _("停办时段"),
    "preset": _("视图与模板"),
    "showing": _("公开"),
    "subscription": _("订阅"),
    "apikey": _("接口密钥"),
    "peer": _("对接平台"),
    "opendata": _("开放数据"),
    "demo": _("演示"),
}


def declare() -> None:
    """Add them; for when the app is ready."""
    declare_words(
        verbs=DONE | OTHERS,
        kinds=KINDS,
    )
    declare_names("incident", _incidents)
    declare_names("category", _categories)


def _incidents(ids: Collection[str]) -> dict[str, Named]:
    """By their number; whoever may read the record sees it, and opens the case only with a post for it."""
    keys = [UUID(one) for one in ids if len(one) == len(str(UUID(int=0)))]
    return {str(key): Named(number) for key, number in Incident.objects.filter(pk__in=keys).values_list("pk", "number")}


def _categories(ids: Collection[str]) -> dict[str, Named]:
    known = Category.objects.filter(pk__in=[int(one) for one in ids if one.isdigit()])
    return {str(one.pk): Named(one.name) for one in known}
