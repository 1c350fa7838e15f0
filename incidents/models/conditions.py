"""What else the clocks and the steps go by (办理规则): amounts, hours of units, grades of areas, seasons, black-outs. Data, never code."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.access.models import scope_code


class CaseRule(models.Model):
    """An amount that the office may set, by the name of the rule (办理规则)."""

    name = models.CharField(_("名称"), max_length=32, primary_key=True)
    amount = models.PositiveIntegerField(_("数值"))
    label = models.CharField(_("说明"), max_length=64, blank=True)
    source = models.CharField(_("出处"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("办理规则")

    def __str__(self) -> str:
        return f"{self.name} {self.amount}"


class UnitHours(models.Model):
    """The working hours of a unit (工作时段), where they are not the common ones: "08:30-12:00 14:00-17:30"."""

    unit = models.OneToOneField("governance.Unit", models.CASCADE, primary_key=True, related_name="+", verbose_name=_("机构"))
    slots = models.CharField(_("时段"), max_length=64)
    source = models.CharField(_("出处"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("工作时段")


class AreaGrade(models.Model):
    """The grade of an area (区域等级): in a better one some limits are shorter."""

    code = models.CharField(_("区域"), max_length=15, primary_key=True, validators=[scope_code], db_collation="C")
    grade = models.CharField(_("等级"), max_length=8)
    source = models.CharField(_("出处"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("区域等级")


class Season(models.Model):
    """A season (季节) from a day of the year to another, both included: "06-01" to "09-30"; it may go over New Year."""

    name = models.CharField(_("名称"), max_length=16, primary_key=True)
    first = models.CharField(_("首日"), max_length=5)
    last = models.CharField(_("末日"), max_length=5)
    source = models.CharField(_("出处"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("季节")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(first__regex=r"^\d\d-\d\d$") & Q(last__regex=r"^\d\d-\d\d$"), name="season_has_days_of_the_year"
            ),
        ]


class Blackout(models.Model):
    """In this area and time some reports are not taken (暂停受理), with a message: as during big works."""

    code = models.CharField(_("区域"), max_length=15, validators=[scope_code], db_collation="C")
    category = models.ForeignKey("incidents.Category", models.CASCADE, null=True, blank=True, verbose_name=_("类别"))
    kind = models.CharField(_("部件或事件"), max_length=12, blank=True)
    major_code = models.CharField(_("大类代码"), max_length=16, blank=True, db_collation="C")
    starts_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("结束"))
    message = models.CharField(_("说明"), max_length=200)

    class Meta:
        verbose_name = _("暂停受理")
        constraints: ClassVar = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="blackout_ends_after_it_starts")]
