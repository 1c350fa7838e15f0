"""The words of this floor's record (治理台账用语)."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from governance.access.models import Post, Unit, User
from governance.ledger.words import Named, declare_names, declare_words

VERBS = {
    "user.added": _("新增人员"),
    "user.invited": _("发出设置密码的链接"),
    "user.disabled": _("停用人员"),
    "user.enabled": _("恢复人员"),
    "password.set": _("设置密码"),
    "sessions.ended": _("退出登录设备"),
    "token.issued": _("签发访问令牌"),
    "profile.changed": _("更改本人资料"),
    "second_factor.begun": _("设置动态口令"),
    "second_factor.verified": _("动态口令通过"),
    "second_factor.failed": _("动态口令未通过"),
    "second_factor.released": _("解除动态口令"),
    "unit.added": _("新增机构"),
    "unit.ended": _("撤销机构"),
    "post.granted": _("授予岗位"),
    "post.ended": _("结束岗位"),
    "leave.granted": _("批准请假"),
    "leave.ended": _("结束请假"),
    "notice.address_added": _("添加通知地址"),
    "notice.address_ended": _("停用通知地址"),
    "notice.retried": _("重发通知"),
    "notice.settled": _("处理发送失败的通知"),
    "notice.template_changed": _("更改通知模板"),
    "notice.templates_loaded": _("载入通知模板"),
    "phone.code_sent": _("发送手机验证码"),
    "phone.proved": _("手机验证通过"),
    "phone.refused": _("手机验证未通过"),
}
KINDS = {
    "user": _("人员"),
    "unit": _("机构"),
    "post": _("岗位"),
    "address": _("通知地址"),
    "delivery": _("通知"),
    "template": _("通知模板"),
    "phone": _("手机号"),
}


def declare() -> None:
    """Add them; for when the app is ready."""
    declare_words(verbs=VERBS, kinds=KINDS)
    declare_names("user", _users)
    declare_names("unit", _units)
    declare_names("post", _posts)


def _numbers(ids: Collection[str]) -> list[int]:
    return [int(one) for one in ids if one.isascii() and one.isdigit()]


def _users(ids: Collection[str]) -> dict[str, Named]:
    return {str(key): Named(name) for key, name in User.objects.filter(pk__in=_numbers(ids)).values_list("pk", "display_name")}


def _units(ids: Collection[str]) -> dict[str, Named]:
    return {str(key): Named(name) for key, name in Unit.objects.filter(pk__in=_numbers(ids)).values_list("pk", "name")}


def _posts(ids: Collection[str]) -> dict[str, Named]:
    held = Post.objects.filter(pk__in=_numbers(ids)).select_related("user")
    return {str(one.pk): Named(f"{one.user.display_name} · {one.get_role_display()} {one.code}") for one in held}
