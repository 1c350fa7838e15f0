"""The catalogue of indicators (指标目录): what is measured, with which weights, steps and grades. Data, never code."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class IndicatorKind(models.TextChoices):
    """What sort of value it is."""

    COUNT = "count", _("数量")
    RATE = "rate", _("比率")
    MEAN = "mean", _("平均")
    SCORE = "score", _("综合分")


class Indicator(models.Model):
    """An indicator of a scope: a count of `top`, its share of `bottom`, or a score of weighted parts."""

    code = models.CharField(_("代码"), max_length=32, primary_key=True)
    scope = models.CharField(_("对象"), max_length=16)
    rank = models.PositiveSmallIntegerField(_("次序"))
    kind = models.CharField(_("类别"), max_length=8, choices=IndicatorKind.choices)
    name = models.CharField(_("名称"), max_length=32)
    name_en = models.CharField(_("英文名称"), max_length=64)
    top = models.CharField(_("分子"), max_length=32, blank=True)
    bottom = models.CharField(_("分母"), max_length=32, blank=True)
    lower_is_better = models.BooleanField(_("越低越好"), default=False)
    meaning = models.CharField(_("说明"), max_length=200)
    meaning_en = models.CharField(_("英文说明"), max_length=300)

    class Meta:
        verbose_name = _("指标")

    def __str__(self) -> str:
        return self.name


class Weight(models.Model):
    """One part of a score."""

    id = models.BigAutoField(primary_key=True)
    score = models.ForeignKey(Indicator, models.CASCADE, related_name="parts", verbose_name=_("综合分"))
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="+", verbose_name=_("指标"))
    weight = models.PositiveSmallIntegerField(_("权重（%）"))
    use = models.CharField(_("用法"), max_length=8, choices=[("plain", _("原值")), ("reversed", _("100 减")), ("stepped", _("按档"))])

    class Meta:
        verbose_name = _("权重")
        constraints: ClassVar = [models.UniqueConstraint(fields=["score", "indicator"], name="one_weight_per_part")]


class Step(models.Model):
    """Points for a count from `least` on (数量分档)."""

    least = models.PositiveIntegerField(_("不少于"), primary_key=True)
    points = models.PositiveSmallIntegerField(_("得分"))

    class Meta:
        verbose_name = _("分档")


class Grade(models.Model):
    """A letter for scores from `least` on (等级)."""

    letter = models.CharField(_("等级"), max_length=1, primary_key=True)
    least = models.FloatField(_("不低于"))

    class Meta:
        verbose_name = _("等级")


class Scale(models.Model):
    """Weights, steps and grades from a month on (评分标准), each whole. Months before the first one follow the tables above.

    `weights` is {score: {indicator: per cent}}, `steps` [[least, points]], `grades` [[letter, least]]. A trigger refuses closed months.
    """

    since = models.CharField(_("自"), max_length=7, unique=True, db_collation="C")
    weights = models.JSONField(_("权重"))
    steps = models.JSONField(_("分档"))
    grades = models.JSONField(_("等级"))
    at = models.DateTimeField(_("设定时间"))
    by = models.ForeignKey("governance.User", models.PROTECT, null=True, related_name="+", verbose_name=_("设定人"))

    class Meta:
        verbose_name = _("评分标准")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(since__regex=r"^\d{4}-(0[1-9]|1[0-2])$"), name="scale_holds_from_a_month"),
        ]

    def __str__(self) -> str:
        return self.since


class Choice(models.Model):
    """A setting of evaluation, such as whether suspended cases are left out (考核设置)."""

    name = models.CharField(max_length=32, primary_key=True)
    value = models.JSONField()

    class Meta:
        verbose_name = _("考核设置")
