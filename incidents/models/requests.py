"""What is asked for and decided about a case (申请): extension, suspension, appeal; and who handles it jointly."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Wish(models.TextChoices):
    """What is asked for (申请类别)."""

    EXTENSION = "extension", _("延期")
    SUSPENSION = "suspension", _("挂账")
    APPEAL = "appeal", _("申诉")


class Outcome(models.TextChoices):
    """How it was decided (审批结果). An appeal is reviewed and then decided, by two people."""

    WAITING = "waiting", _("待审批")
    REVIEWED = "reviewed", _("待复审")
    GRANTED = "granted", _("同意")
    REFUSED = "refused", _("不同意")
    VOID = "void", _("已失效")


UNDECIDED = (Outcome.WAITING, Outcome.REVIEWED)


class Request(models.Model):
    """A request about a case (申请): at most one of a kind waits at a time."""

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="requests", verbose_name=_("案件"))
    wish = models.CharField(_("类别"), max_length=12, choices=Wish.choices)
    outcome = models.CharField(_("结果"), max_length=12, choices=Outcome.choices, default=Outcome.WAITING)
    reason = models.CharField(_("理由"), max_length=1000)
    until = models.DateTimeField(_("挂账至"), null=True, blank=True)
    unit = models.ForeignKey("governance.Unit", models.PROTECT, null=True, related_name="+", verbose_name=_("申请单位"))
    author = models.ForeignKey("governance.User", models.PROTECT, null=True, related_name="+", verbose_name=_("申请人"))
    at = models.DateTimeField(_("申请时间"))
    reviewer = models.ForeignKey("governance.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("初审人"))
    reviewed_at = models.DateTimeField(_("初审时间"), null=True, blank=True)
    decider = models.ForeignKey("governance.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审批人"))
    decided_at = models.DateTimeField(_("审批时间"), null=True, blank=True)
    opinion = models.CharField(_("审批意见"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("申请")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(wish__in=Wish.values), name="request_wish_is_known"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="request_outcome_is_known"),
            models.UniqueConstraint(
                fields=["incident", "wish"], condition=Q(outcome__in=["waiting", "reviewed"]), name="one_waiting_request_of_a_kind"
            ),
            models.UniqueConstraint(fields=["incident"], condition=Q(wish="appeal"), name="one_appeal_per_incident"),
        ]
        indexes: ClassVar = [models.Index(fields=["at"], name="request_undecided", condition=Q(outcome__in=["waiting", "reviewed"]))]


class Part(models.Model):
    """What a further unit does in a case handled jointly (联动协办), with a deadline of its own."""

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="parts", verbose_name=_("案件"))
    unit = models.ForeignKey("governance.Unit", models.PROTECT, related_name="+", verbose_name=_("协办单位"))
    text = models.CharField(_("任务"), max_length=1000)
    asked_at = models.DateTimeField(_("发起时间"))
    due_at = models.DateTimeField(_("截止时间"))
    came_at = models.DateTimeField(_("报到时间"), null=True, blank=True)
    done_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    done_by = models.ForeignKey("governance.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("完成人"))
    opinion = models.CharField(_("结果"), max_length=1000, blank=True)
    late = models.BooleanField(_("超时"), null=True, blank=True)

    class Meta:
        verbose_name = _("协办")
        constraints: ClassVar = [models.UniqueConstraint(fields=["incident", "unit"], name="one_part_per_unit")]
        indexes: ClassVar = [models.Index(fields=["unit", "due_at"], name="part_undone", condition=Q(done_at__isnull=True))]
