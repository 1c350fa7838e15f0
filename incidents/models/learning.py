"""What the office's own practice taught, and what an administrator allows because of it (学习与自动派遣)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class LearnedPrecision(models.Model):
    """How often the first learned proposal was right for a category, on cases held back (学习建议准确率). The retraining job keeps it."""

    category = models.OneToOneField("incidents.Category", models.CASCADE, primary_key=True, related_name="+", verbose_name=_("类别"))
    asked = models.PositiveIntegerField(_("测试案件数"))
    sure = models.PositiveIntegerField(_("有把握的案件数"))
    right = models.PositiveIntegerField(_("其中正确的案件数"))
    model = models.CharField(_("模型"), max_length=16)
    measured_at = models.DateTimeField(_("测量时间"))

    class Meta:
        verbose_name = _("学习建议准确率")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(right__lte=F("sure"), sure__lte=F("asked")), name="learned_precision_adds_up"),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.right}/{self.sure}"


class AutoDispatch(models.Model):
    """A category whose cases may be dispatched without a dispatcher, above a measured precision (自动派遣许可)."""

    category = models.OneToOneField("incidents.Category", models.CASCADE, primary_key=True, related_name="+", verbose_name=_("类别"))
    min_precision = models.FloatField(_("最低准确率"))
    allowed_by = models.ForeignKey("governance.User", models.PROTECT, related_name="+", verbose_name=_("批准人"))
    allowed_at = models.DateTimeField(_("批准时间"))

    class Meta:
        verbose_name = _("自动派遣许可")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(min_precision__gte=0.5, min_precision__lte=1), name="auto_dispatch_is_mostly_right"),
        ]

    def __str__(self) -> str:
        return f"{self.category} ≥ {self.min_precision}"
