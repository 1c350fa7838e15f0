"""Spot checks (抽查): what a supervisor found on the ground that nobody had reported, or in the register."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class SpotKind(models.TextChoices):
    """What was looked at."""

    MISSED = "missed", _("漏报抽查")
    RECORDS = "records", _("信息抽查")


class SpotCheck(models.Model):
    """One check of one worker. Missed: `found` problems that should have been reported. Records: `right` of `sampled` were right."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(_("类别"), max_length=8, choices=SpotKind.choices)
    code = models.CharField(_("区划代码"), max_length=15, db_collation="C")
    person = models.ForeignKey("governance.User", models.PROTECT, related_name="+", verbose_name=_("被抽查人"))
    day = models.DateField(_("抽查日期"))
    found = models.PositiveSmallIntegerField(_("漏报数"), default=0)
    sampled = models.PositiveSmallIntegerField(_("抽查数"), default=0)
    right = models.PositiveSmallIntegerField(_("准确数"), default=0)
    note = models.CharField(_("说明"), max_length=500)
    by = models.ForeignKey("governance.User", models.PROTECT, related_name="+", verbose_name=_("抽查人"))
    at = models.DateTimeField(_("登记时间"))
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("抽查")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(right__lte=F("sampled")), name="no_more_right_than_sampled"),
            models.CheckConstraint(condition=~Q(person=F("by")), name="nobody_checks_themselves"),
            models.CheckConstraint(
                condition=Q(kind="missed", sampled=0, found__gte=1) | Q(kind="records", found=0, sampled__gte=1),
                name="a_spot_check_found_something",
            ),
        ]
        indexes: ClassVar = [models.Index("code", "day", name="spot_by_code")]
