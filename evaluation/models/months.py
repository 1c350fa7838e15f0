"""Closed months (月度关账): figures frozen as they were. A trigger refuses every change, so later corrections stand beside them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Closing(models.Model):
    """The month of an area was closed by somebody at that moment."""

    id = models.BigAutoField(primary_key=True)
    month = models.CharField(_("月份"), max_length=7)
    code = models.CharField(_("区划代码"), max_length=15, db_collation="C")
    at = models.DateTimeField(_("关账时间"))
    by = models.ForeignKey("governance.User", models.PROTECT, null=True, related_name="+", verbose_name=_("关账人"))
    aside = models.BooleanField(_("不计挂账"))

    class Meta:
        verbose_name = _("月度关账")
        constraints: ClassVar = [models.UniqueConstraint(fields=["month", "code"], name="one_closing_per_month")]


class Frozen(models.Model):
    """The passages of a subject in a closed month, as groups of stage and marks: every indicator follows from them."""

    id = models.BigAutoField(primary_key=True)
    closing = models.ForeignKey(Closing, models.PROTECT, related_name="figures")
    kind = models.CharField(max_length=8)
    key = models.CharField(max_length=32)
    groups = models.JSONField()
    values = models.JSONField()

    class Meta:
        verbose_name = _("冻结数字")
        constraints: ClassVar = [models.UniqueConstraint(fields=["closing", "kind", "key"], name="one_frozen_per_subject")]
