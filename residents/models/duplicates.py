"""Two records that may be one person (疑似重复), and merges that can be taken back (合并)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from residents.models.people import Resident


class Likeness(models.Model):
    """A pair that a rule proposes; a person decides (疑似重复). Nothing is ever merged alone."""

    class Why(models.TextChoices):
        """What is the same."""

        BORN = "born", _("姓名、出生日期相同")
        PHONE = "phone", _("姓名、电话相同")

    class State(models.TextChoices):
        """What became of it."""

        PROPOSED = "proposed", _("待判定")
        APART = "apart", _("不是同一人")
        MERGED = "merged", _("已合并")

    first = models.ForeignKey(Resident, models.CASCADE, related_name="+", verbose_name=_("人员"))
    second = models.ForeignKey(Resident, models.CASCADE, related_name="+", verbose_name=_("人员"))
    code = models.CharField(_("区划代码"), max_length=15, db_collation="C")
    why = models.CharField(_("依据"), max_length=8, choices=Why.choices)
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.PROPOSED)
    proposed_at = models.DateTimeField(_("发现时间"))
    settled_at = models.DateTimeField(_("判定时间"), null=True, blank=True)
    settled_by = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("疑似重复")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="one_likeness_per_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="likeness_in_order"),
            models.CheckConstraint(condition=Q(state__in=["proposed", "apart", "merged"]), name="likeness_state_is_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["code", "id"], name="likeness_open", condition=Q(state="proposed"))]


class Merger(models.Model):
    """One record taken into another (合并记录). The absorbed one stays whole and sealed, so that it can be taken back."""

    survivor = models.ForeignKey(Resident, models.CASCADE, related_name="+", verbose_name=_("保留"))
    absorbed = models.ForeignKey(Resident, models.CASCADE, related_name="+", verbose_name=_("并入"))
    code = models.CharField(_("区划代码"), max_length=15, db_collation="C")
    filled = ArrayField(models.CharField(max_length=48), default=list, verbose_name=_("补入的数据项"))
    merged_by = models.BigIntegerField(null=True)
    merged_at = models.DateTimeField(_("合并时间"))
    undone_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("合并记录")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["absorbed"], condition=Q(undone_at__isnull=True), name="absorbed_once_at_a_time"),
            models.CheckConstraint(condition=~Q(survivor=F("absorbed")), name="merged_into_another"),
        ]
