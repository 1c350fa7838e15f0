"""Counters kept by a trigger (计数): cases per area code and state, exact, in the transaction of the change."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tally(models.Model):
    """How many cases an area code (grid, or wider for cases without a grid) has in a state."""

    code = models.CharField(max_length=15, db_collation="C")
    state = models.CharField(max_length=12)
    count = models.BigIntegerField()

    class Meta:
        verbose_name = _("计数")
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "state"], name="one_tally_per_code_and_state")]
