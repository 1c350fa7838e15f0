"""Exports of personal data (导出申请): asked by one, agreed by another, made once."""

from typing import ClassVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ExportRequest(models.Model):
    """A wish to take data of people out of the system, and what became of it."""

    class State(models.TextChoices):
        """How far it is."""

        ASKED = "asked", _("待批准")
        AGREED = "agreed", _("已批准")
        REFUSED = "refused", _("未批准")
        MADE = "made", _("已导出")

    id = models.UUIDField(primary_key=True, default=uuid4)
    code = models.CharField(_("区划代码"), max_length=15, db_collation="C")
    purpose = models.CharField(_("用途"), max_length=16)
    keys = ArrayField(models.CharField(max_length=48), verbose_name=_("数据项"))
    whole = models.BooleanField(_("明文"), default=False)
    reason = models.CharField(_("事由"), max_length=200)
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.ASKED)
    asked_by = models.BigIntegerField()
    asked_at = models.DateTimeField(_("申请时间"))
    settled_by = models.BigIntegerField(null=True)
    settled_at = models.DateTimeField(_("批准时间"), null=True)
    people = models.IntegerField(_("人数"), null=True)

    class Meta:
        verbose_name = _("导出申请")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("asked_by")), name="export_needs_a_second_person")
        ]
