"""Power on record (数据铁笼): the rules over the ledger, and the notices that they raised."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RiskRule(models.Model):
    """A rule with its thresholds. The function of the same code looks at the ledger; a rule that is off raises nothing."""

    code = models.CharField(_("代码"), max_length=32, primary_key=True)
    rank = models.PositiveSmallIntegerField(_("次序"))
    name = models.CharField(_("名称"), max_length=48)
    name_en = models.CharField(_("英文名称"), max_length=96)
    meaning = models.CharField(_("说明"), max_length=300)
    meaning_en = models.CharField(_("英文说明"), max_length=400)
    weight = models.CharField(_("程度"), max_length=6, choices=[("high", _("高")), ("middle", _("中")), ("low", _("低"))])
    limits = models.JSONField(_("阈值"), default=dict)
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = _("风险规则")

    def __str__(self) -> str:
        return self.name


class Outcome(models.TextChoices):
    """What came of a notice."""

    EXPLAINED = "explained", _("情况属实，理由正当")
    FOUND_FALSE = "false", _("误报")
    HANDED_ON = "handed_on", _("移交核查")
    CORRECTED = "corrected", _("已纠正")


class Notice(models.Model):
    """A risk notice: what a rule found, about whom, with the entries behind it. The same finding is the same notice.

    `entries` are `chain.seq` of the ledger. Settled once, with a reason, by an audit administrator who is not in it.
    """

    id = models.BigAutoField(primary_key=True)
    rule = models.ForeignKey(RiskRule, models.PROTECT, related_name="notices", verbose_name=_("规则"))
    key = models.CharField(max_length=96)
    code = models.CharField(_("区划代码"), max_length=15, blank=True, db_collation="C")
    people = ArrayField(models.BigIntegerField(), default=list, verbose_name=_("相关人员"))
    incident = models.ForeignKey("incidents.Incident", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("案件"))
    entries = ArrayField(models.CharField(max_length=28), verbose_name=_("台账条目"))
    numbers = models.JSONField(_("数字"), default=dict)
    found_at = models.DateTimeField(_("发现时间"))
    outcome = models.CharField(_("处理结果"), max_length=10, choices=Outcome.choices, blank=True)
    reason = models.CharField(_("理由"), max_length=1000, blank=True)
    settled_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    settled_by = models.ForeignKey("governance.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("处理人"))

    class Meta:
        verbose_name = _("风险提示")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rule", "key"], name="one_notice_per_finding"),
            models.CheckConstraint(condition=Q(entries__len__gte=1), name="a_notice_has_entries"),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at__isnull=True, settled_by__isnull=True)
                | (~Q(outcome="") & ~Q(reason="") & Q(settled_at__isnull=False, settled_by__isnull=False)),
                name="a_settled_notice_has_a_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index("code", "found_at", name="notice_by_code"),
            GinIndex(fields=["people"], name="notice_by_people"),
        ]
