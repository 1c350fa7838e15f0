"""The codes that are out."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PhoneCode(models.Model):
    """One code for one number and one phone's browser. Neither the number nor the code can be read here."""

    number = models.BinaryField(max_length=32)
    """The keyed digest of the phone number, as addresses of notices have it."""
    device = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("手机验证码")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["number", "device"], condition=Q(used_at__isnull=True), name="one_open_code_per_phone_and_browser"
            ),
            models.CheckConstraint(condition=Q(tries__lte=5), name="code_is_tried_five_times"),
        ]
