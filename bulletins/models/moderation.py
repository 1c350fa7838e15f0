"""What residents write waits until a person has read it (审核)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Moderated(models.TextChoices):
    """Whether a text may be seen by everybody."""

    WAITING = "waiting", _("待审核")
    SHOWN = "shown", _("已公开")
    HIDDEN = "hidden", _("不公开")
