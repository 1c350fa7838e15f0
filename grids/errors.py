"""Refusals of where."""

from django.utils.translation import gettext_lazy as _

from governance.errors import Refused


class TooEarly(Refused):
    """What it belongs to has not arrived yet: the phone tries again (尚未收到前一步)."""

    code = "too_early"
    status = 425
    message = _("前一步还没有收到，稍后自动重发。")
