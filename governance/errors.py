"""Refusals: few, named, each with a stable code that clients may rely on (拒绝原因)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Fields = Mapping[str, Sequence[str | Promise]]


class Refused(Exception):
    """Something that was asked for is not done. `fields` names each wrong field and the reason."""

    code = "refused"
    status = 400
    message: str | Promise = _("请求未被接受。")

    def __init__(self, message: str | Promise | None = None, *, fields: Fields | None = None, **extra: Any) -> None:
        super().__init__(str(message or self.message))
        self.message = message or self.message
        self.fields = fields or {}
        self.extra = extra

    @property
    def reasons(self) -> list[str]:
        """What is wrong, in words: of each field, or of the whole."""
        return [str(reason) for reasons in self.fields.values() for reason in reasons] or [str(self.message)]

    def payload(self) -> dict[str, Any]:
        """The error as every door gives it out: code, message in the reader's language, fields, extras."""
        body: dict[str, Any] = {"code": self.code, "message": str(self.message)}
        if self.fields:
            body["fields"] = {name: [str(reason) for reason in reasons] for name, reasons in self.fields.items()}
        return body | self.extra


class Invalid(Refused):
    """The input has a wrong or missing field (填写有误)."""

    code = "invalid"
    message = _("填写有误，请看各项说明。")


class NotSignedIn(Refused):
    """No valid sign-in (未登录)."""

    code = "not_signed_in"
    status = 401
    message = _("请先登录。")


class NotAllowed(Refused):
    """The actor holds no post that allows it (无此权限)."""

    code = "not_allowed"
    status = 403
    message = _("您的岗位没有此项权限。")


class NotFound(Refused):
    """It does not exist, or not for this actor: the answer is the same for both (不存在)."""

    code = "not_found"
    status = 404
    message = _("没有找到。")


class Conflict(Refused):
    """Somebody was faster, or the same id came with another content (冲突)."""

    code = "conflict"
    status = 409
    message = _("内容已被他人更新，请核对后再提交。")


class IllegalStep(Conflict):
    """The workflow has no such step from the present state (当前状态不能办理此步骤)."""

    code = "illegal_step"
    message = _("当前状态不能办理此步骤。")


class Gone(Refused):
    """It was merged or removed; `survivor` tells what stands for it (已并案或删除)."""

    code = "gone"
    status = 410
    message = _("该案件已并入其他案件或已删除。")


class TooLarge(Refused):
    """The body is over the limit (内容过大)."""

    code = "too_large"
    status = 413
    message = _("内容超过大小限制。")


class Away(Refused):
    """A part of the system is away for a moment; trying again is right (暂时无法服务)."""

    code = "away"
    status = 503
    message = _("系统暂时繁忙，请稍后再试。")
