"""Visits (走访): kinds with their cycles, plans of who is to be visited, visits made, and errands found on them."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from residents.models.enterprises import Enterprise
from residents.models.people import Resident


class VisitKind(models.Model):
    """A kind of visit (走访类别) and how often it is due; loaded from residents/data/visit_kinds.csv."""

    key = models.CharField(_("标识"), max_length=24, primary_key=True, db_collation="C")
    label = models.CharField(_("名称"), max_length=32)
    label_en = models.CharField(max_length=48)
    cycle_days = models.PositiveSmallIntegerField(_("周期（天）"))

    class Meta:
        verbose_name = _("走访类别")
        constraints: ClassVar = [models.CheckConstraint(condition=Q(cycle_days__gt=0), name="visit_kind_has_a_cycle")]

    def __str__(self) -> str:
        return self.label


class VisitPlan(models.Model):
    """Somebody or something that is visited again and again (走访计划): a person, an enterprise, or a home."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    kind = models.ForeignKey(VisitKind, models.PROTECT, verbose_name=_("类别"))
    code = models.CharField(_("区划代码"), max_length=15, db_collation="C")
    resident = models.ForeignKey(Resident, models.CASCADE, null=True, blank=True, related_name="visit_plans", verbose_name=_("居民"))
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, null=True, blank=True, related_name="visit_plans", verbose_name=_("企业"))
    dwelling = models.ForeignKey("grids.Dwelling", models.PROTECT, null=True, blank=True, verbose_name=_("房屋"))
    cycle_days = models.PositiveSmallIntegerField(_("周期（天）"), null=True, blank=True, help_text=_("空：按类别"))
    due_on = models.DateField(_("应访日期"))
    source = models.CharField(_("来源"), max_length=48, blank=True)
    planned_at = models.DateTimeField(_("计划时间"))
    visited_at = models.DateTimeField(_("最近走访"), null=True, blank=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("走访计划")
        indexes: ClassVar = [models.Index(fields=["code", "due_on"], name="visit_plan_due", condition=Q(ended_at__isnull=True))]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(resident__isnull=False, enterprise__isnull=True, dwelling__isnull=True)
                | Q(resident__isnull=True, enterprise__isnull=False, dwelling__isnull=True)
                | Q(resident__isnull=True, enterprise__isnull=True, dwelling__isnull=False),
                name="visit_plan_is_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(cycle_days__isnull=True) | Q(cycle_days__gt=0), name="visit_plan_has_a_cycle"),
            models.UniqueConstraint(
                fields=["kind", "resident", "enterprise", "dwelling"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="one_open_plan_per_kind_and_target",
            ),
        ]

    @property
    def area(self) -> str:
        """Where the target is now: somebody who moved is visited by the new grid's worker. `code` is where it was planned."""
        if self.resident is not None:
            return self.resident.code
        if self.enterprise is not None:
            return self.enterprise.code
        return self.dwelling.building.grid_code if self.dwelling is not None else self.code

    @property
    def cycle(self) -> int:
        """Days from one visit to the next."""
        return self.cycle_days or self.kind.cycle_days


class Visit(models.Model):
    """One visit (走访记录). Its id is made on the phone. What was said of a person lies sealed under that person's key."""

    class Outcome(models.TextChoices):
        """What came of it."""

        MET = "met", _("已见面")
        PHONED = "phoned", _("电话联系")
        ABSENT = "absent", _("无人")
        DECLINED = "declined", _("谢绝走访")
        MOVED = "moved", _("已搬走")

    id = models.UUIDField(primary_key=True)
    plan = models.ForeignKey(VisitPlan, models.CASCADE, related_name="visits", verbose_name=_("计划"))
    code = models.CharField(_("区划代码"), max_length=15, db_collation="C")
    actor_id = models.BigIntegerField(_("走访人"))
    outcome = models.CharField(_("结果"), max_length=8, choices=Outcome.choices)
    sealed_note = models.BinaryField(null=True)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    case_id = models.UUIDField(_("转出的案件"), null=True, blank=True)
    digest = models.BinaryField(max_length=32)
    at = models.DateTimeField(_("走访时间"))
    received_at = models.DateTimeField(_("收到时间"))

    class Meta:
        verbose_name = _("走访记录")
        indexes: ClassVar = [
            models.Index(fields=["plan", "-at"], name="visit_of_plan"),
            models.Index(fields=["actor_id", "-at"], name="visit_of_worker"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(outcome__in=["met", "phoned", "absent", "declined", "moved"]), name="visit_outcome_is_known")
        ]


class Errand(models.Model):
    """A small service done for somebody (代办). A record of its own: a case would carry a person's need past this floor."""

    class Kind(models.TextChoices):
        """What is to be done."""

        PAPERS = "papers", _("证件证明")
        BENEFIT = "benefit", _("补贴申领")
        HEALTH = "health", _("就医取药")
        MEALS = "meals", _("送餐购物")
        REPAIR = "repair", _("家居维修")
        ADVICE = "advice", _("政策咨询")
        OTHER = "other", _("其他")

    id = models.UUIDField(primary_key=True)
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="errands", verbose_name=_("走访"))
    plan = models.ForeignKey(VisitPlan, models.CASCADE, related_name="errands", verbose_name=_("计划"))
    code = models.CharField(_("区划代码"), max_length=15, db_collation="C")
    kind = models.CharField(_("类别"), max_length=8, choices=Kind.choices)
    asked_at = models.DateTimeField(_("提出时间"))
    due_on = models.DateField(_("约定日期"))
    done_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    done_by = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("代办")
        indexes: ClassVar = [models.Index(fields=["code", "due_on"], name="errand_open", condition=Q(done_at__isnull=True))]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=["papers", "benefit", "health", "meals", "repair", "advice", "other"]), name="errand_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True) | Q(done_at__isnull=False, done_by__isnull=False),
                name="errand_done_by_somebody",
            ),
        ]
