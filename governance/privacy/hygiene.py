"""Clean text (文本检查): what may be stored and shown as text at all. Nothing is changed: taken as it is, or refused."""

import re
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from governance.errors import Invalid


class _Reason(NamedTuple):
    pattern: re.Pattern[str]
    text: Promise | str


# Tab, line feed and carriage return are ordinary. Direction marks and joiners (bidi, emoji) are text: display isolates them.
_REASONS = {
    "nul": _Reason(re.compile("\0"), _("文字中含有空字符，请删除后再提交。")),
    "lone_surrogate": _Reason(re.compile("[\ud800-\udfff]"), _("文字中含有不完整的字符，请删除后再提交。")),
    "control_character": _Reason(re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"), _("文字中含有控制字符，请删除后再提交。")),
}


class DirtyText(Invalid):
    """A text that cannot be taken (A22). `problem`: not_text, too_long, nul, lone_surrogate, control_character.

    `position` is the index of the first wrong sign; the text itself is not kept in the error.
    """

    def __init__(self, problem: str, message: Promise | str, *, position: int = 0) -> None:
        super().__init__(message, problem=problem)
        self.problem = problem
        self.position = position


def clean_text(value: object, *, max_length: int) -> str:
    """The very same text, if it is one of at most `max_length` code points without a sign that breaks storage or logs."""
    if not isinstance(value, str):
        raise DirtyText("not_text", _("这里应填写文字。"))
    if len(value) > max_length:
        raise DirtyText("too_long", _("文字超过 %(most)s 个字。") % {"most": max_length}, position=max_length)
    for problem, reason in _REASONS.items():
        if found := reason.pattern.search(value):
            raise DirtyText(problem, reason.text, position=found.start())
    return value
