"""Why a photo is not taken (照片拒收原因): stable codes, reasons in the reader's language."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from governance.errors import Refused


class _Reason(NamedTuple):
    status: int
    text: str | Promise
    retry: bool = False


REASONS = {
    "too_large": _Reason(413, _("照片超过 20 MB，请压缩后再上传。")),
    "too_many_pixels": _Reason(413, _("照片像素过高，请用普通拍照模式重新拍摄。")),
    "wrong_kind": _Reason(415, _("只接受 JPEG、PNG、WebP、HEIC 格式的照片。")),
    "not_a_picture": _Reason(400, _("这个文件不是照片。")),
    "truncated": _Reason(400, _("照片不完整或已损坏，请重新上传。")),
    "could_not_process": _Reason(400, _("照片无法处理，请换一张。")),
    "busy": _Reason(503, _("正在处理的照片较多，请稍后再试。"), retry=True),
}


class PictureRefused(Refused):
    """The photo is not taken; the report it belongs to is not affected (照片未被接受)."""

    def __init__(self, code: str) -> None:
        """`code` is a key of REASONS; `retry` says whether the same bytes may be sent again later."""
        reason = REASONS[code]
        self.code, self.status, self.retry = code, reason.status, reason.retry
        super().__init__(reason.text)
