"""The catalogue: categories, standards, responsibilities, calendar (事项清单). Data, never code."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.access.models import scope_code
from incidents.publicity import Publicity
from incidents.workflow import State


class CategoryKind(models.TextChoices):
    """Component: a public facility. Event: an act or occurrence (部件 / 事件)."""

    COMPONENT = "component", _("部件")
    EVENT = "event", _("事件")


class Category(models.Model):
    """A minor category of components or events (小类), 4 digits: 2 major + 2 minor.

    `scheme` says whose numbering it is: event majors 04 and 05 are swapped between the newer layout
    (gbt30428) and the older one (cjt214); imported categories keep their system's numbers.
    """

    scheme = models.CharField(_("编码体系"), max_length=24, default="gbt30428")
    kind = models.CharField(_("类别"), max_length=12, choices=CategoryKind.choices)
    code = models.CharField(_("代码"), max_length=16, db_collation="C")
    name = models.CharField(_("名称"), max_length=64)
    name_en = models.CharField(_("英文名称"), max_length=96, blank=True)
    major_code = models.CharField(_("大类代码"), max_length=16, db_collation="C")
    major_name = models.CharField(_("大类"), max_length=64)
    default_unit = models.CharField(_("一般责任单位"), max_length=64, blank=True)
    pinyin = models.CharField(_("拼音"), max_length=128, blank=True)
    source = models.CharField(_("出处"), max_length=200, blank=True)
    active = models.BooleanField(_("启用"), default=True)
    publicity = models.CharField(_("公开程度"), max_length=8, choices=Publicity.choices, default=Publicity.OPEN)

    class Meta:
        verbose_name = _("事项类别")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "kind", "code"], name="one_category_per_code"),
            models.CheckConstraint(condition=Q(publicity__in=Publicity.values), name="category_publicity_is_known"),
            models.CheckConstraint(
                condition=~Q(scheme__in=["gbt30428", "cjt214"]) | Q(code__regex=r"^\d{4}$"), name="national_category_has_4_digits"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Standard(models.Model):
    """A condition of a category with its limit (立案标准): when it is filed, how long it may take, when it is closed."""

    category = models.ForeignKey(Category, models.CASCADE, related_name="standards", verbose_name=_("类别"))
    condition = models.CharField(_("情形"), max_length=32)
    name = models.CharField(_("情形说明"), max_length=64)
    limit = models.CharField(_("处置时限"), max_length=24)
    filing_condition = models.CharField(_("立案条件"), max_length=200, blank=True)
    closing_condition = models.CharField(_("结案条件"), max_length=200, blank=True)
    area_grade = models.CharField(_("区域等级"), max_length=8, blank=True)
    season = models.CharField(_("季节"), max_length=16, blank=True)
    is_default = models.BooleanField(_("默认情形"), default=False)
    source = models.CharField(_("出处"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("立案标准")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["category", "condition", "area_grade", "season"], name="one_standard_per_condition"),
            models.UniqueConstraint(fields=["category"], condition=Q(is_default=True), name="one_default_standard"),
            models.CheckConstraint(
                condition=Q(limit__regex=r"^\d+ (urgent_hour|urgent_day|work_hour|work_day|calendar_day)$"),
                name="standard_limit_is_a_limit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.limit}"


class StageLimit(models.Model):
    """How many minutes a desk or field stage may take, nights and weekends counted (环节时限)."""

    state = models.CharField(_("环节"), max_length=12, choices=State.choices, primary_key=True)
    minutes = models.PositiveIntegerField(_("分钟"))
    source = models.CharField(_("出处"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("环节时限")

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.minutes}"


class Responsibility(models.Model):
    """Who answers for what where (权责清单): a category, or its whole major, in an area → a unit."""

    category = models.ForeignKey(Category, models.CASCADE, null=True, blank=True, verbose_name=_("类别"))
    kind = models.CharField(_("部件或事件"), max_length=12, choices=CategoryKind.choices, blank=True)
    major_code = models.CharField(_("大类代码"), max_length=16, blank=True, db_collation="C")
    code = models.CharField(_("区域"), max_length=15, validators=[scope_code], db_collation="C")
    unit = models.ForeignKey("governance.Unit", models.PROTECT, verbose_name=_("责任单位"))

    class Meta:
        verbose_name = _("权责")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["category", "kind", "major_code", "code", "unit"], name="one_responsibility", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category or self.major_code} {self.code} → {self.unit}"


class Day(models.Model):
    """A statutory holiday or a make-up working day (法定节假日 / 调休上班)."""

    date = models.DateField(_("日期"), primary_key=True)
    kind = models.CharField(_("类别"), max_length=16, choices=[("holiday", _("放假")), ("workday_makeup", _("调休上班"))])
    name = models.CharField(_("名称"), max_length=64)

    class Meta:
        verbose_name = _("日历")

    def __str__(self) -> str:
        return f"{self.date} {self.name}"
