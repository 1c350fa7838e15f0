"""What residents and firms declare of themselves (自主申报), sealed until a worker has checked it."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from residents.models.enterprises import Enterprise
from residents.models.people import Resident


class SelfReport(models.Model):
    """One declaration. Its words lie sealed under a key of its own; refused and old ones are destroyed with it."""

    class Kind(models.TextChoices):
        """Whose."""

        PERSON = "person", _("居民")
        FIRM = "firm", _("企业商铺")

    class State(models.TextChoices):
        """How far it is."""

        SENT = "sent", _("待核对")
        ACCEPTED = "accepted", _("已采纳")
        REFUSED = "refused", _("未采纳")

    id = models.UUIDField(primary_key=True, default=uuid4)
    kind = models.CharField(_("类别"), max_length=8, choices=Kind.choices)
    code = models.CharField(_("区划代码"), max_length=15, db_collation="C")
    wrapped_key = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    receipt_hash = models.BinaryField(max_length=32, unique=True)
    notice_version = models.CharField(_("告知书版本"), max_length=20)
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.SENT)
    reason = models.CharField(_("说明"), max_length=200, blank=True)
    resident = models.ForeignKey(Resident, models.SET_NULL, null=True, blank=True, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.SET_NULL, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(_("申报时间"))
    settled_at = models.DateTimeField(_("核对时间"), null=True, blank=True)
    settled_by = models.BigIntegerField(null=True, blank=True)
    told_as = models.UUIDField(null=True, blank=True, unique=True)
    """The id that a phone gave its answer: the same sent again is the same answer."""

    class Meta:
        verbose_name = _("自主申报")
        indexes: ClassVar = [models.Index(fields=["code", "sent_at"], name="self_report_open", condition=Q(state="sent"))]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=["sent", "accepted", "refused"]), name="self_report_state_is_known")
        ]
