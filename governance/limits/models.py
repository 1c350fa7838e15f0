"""The counters."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Allowance(models.Model):
    """How often a key was used in its present window. Keys are digests: no address and no number stands here."""

    key = models.BinaryField(max_length=32, primary_key=True)
    window = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("限次")
        constraints: ClassVar = [models.CheckConstraint(condition=Q(count__gt=0), name="allowance_counts_from_one")]
        indexes: ClassVar = [models.Index("window", name="allowance_by_window")]
