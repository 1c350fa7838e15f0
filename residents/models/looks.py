"""Who looked at whom (查阅记录): an index into the ledger, written with it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Look(models.Model):
    """One person seen by one viewer, and the ledger entry that tells the rest. Ids only, and kept after an erasure."""

    id = models.BigAutoField(primary_key=True)
    resident_id = models.UUIDField()
    chain = models.CharField(max_length=6, db_collation="C")
    seq = models.BigIntegerField()
    actor_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(_("时间"))
    whole = models.BooleanField(_("明文"), default=False)

    class Meta:
        verbose_name = _("查阅记录")
        indexes: ClassVar = [
            models.Index(fields=["resident_id", "at"], name="look_at_resident"),
            models.Index(fields=["actor_id", "at"], name="look_of_actor"),
        ]
