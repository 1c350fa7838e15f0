"""The table of authenticators (动态口令绑定)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.access.models import User


class SecondFactor(models.Model):
    """A person's authenticator. The secret lies encrypted under a key derived from SECRET_KEY."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="second_factor")
    secret = models.BinaryField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)
    verified_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("第二因素")
