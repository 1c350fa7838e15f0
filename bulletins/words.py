"""The words of this app's record (台账用语)."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "bulletin.written": _("起草公告"),
    "bulletin.published": _("发布公告"),
    "bulletin.withdrawn": _("撤下公告"),
    "alert.sent": _("发布紧急通知"),
    "alert.updated": _("更新紧急通知"),
    "alert.cancelled": _("解除紧急通知"),
    "alert.acknowledged": _("确认收到紧急通知"),
    "consultation.opened": _("发起征求意见"),
    "consultation.summed_up": _("公布采纳情况"),
    "comment.added": _("提出意见"),
    "text.shown": _("公开文字"),
    "text.hidden": _("不公开文字"),
    "facility.kept": _("登记场所"),
    "facility.rated": _("评价场所"),
    "facility.wished": _("建议新设场所"),
    "demo.voices": _("载入演示公告"),
}
KINDS = {
    "comment": _("意见"),
    "rating": _("评价"),
    "bulletin": _("公告"),
    "alert": _("紧急通知"),
    "consultation": _("征求意见"),
    "facility": _("场所"),
}
