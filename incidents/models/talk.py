"""What is said about a case beside its steps (往来): questions, answers, additions, reminders, ratings; and urging."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Said(models.TextChoices):
    """What kind of message it is (往来类别)."""

    QUESTION = "question", _("提问")
    ANSWER = "answer", _("答复")
    ADDITION = "addition", _("补充")
    REMINDER = "reminder", _("催办")
    RATING = "rating", _("评价")
    CALL = "call", _("回访")


class Message(models.Model):
    """Words between the office and who reported. They stand here and not in the record, which nobody may ever redact."""

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="messages", verbose_name=_("案件"))
    kind = models.CharField(_("类别"), max_length=12, choices=Said.choices)
    text = models.CharField(_("内容"), max_length=1000, blank=True)
    author = models.ForeignKey("governance.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("工作人员"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("往来")
        constraints: ClassVar = [models.CheckConstraint(condition=Q(kind__in=Said.values), name="message_kind_is_known")]


class UrgeKind(models.TextChoices):
    """Why it is urged (督办类别)."""

    OVERDUE = "overdue", _("超时督办")
    LEADER = "leader", _("领导督办")
    IMPORTANT = "important", _("重要案件督办")


class Urging(models.Model):
    """A case is urged (督办); when a reply is wanted it stays open until one comes."""

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="urgings", verbose_name=_("案件"))
    level = models.PositiveSmallIntegerField(_("级别"))
    kind = models.CharField(_("类别"), max_length=12, choices=UrgeKind.choices)
    text = models.CharField(_("要求"), max_length=1000)
    reply_wanted = models.BooleanField(_("要求回复"), default=True)
    author = models.ForeignKey("governance.User", models.PROTECT, null=True, related_name="+", verbose_name=_("督办人"))
    at = models.DateTimeField(_("时间"))
    reply = models.CharField(_("回复"), max_length=1000, blank=True)
    replier = models.ForeignKey("governance.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("回复人"))
    replied_at = models.DateTimeField(_("回复时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("督办")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=3), name="urging_has_three_levels"),
            models.CheckConstraint(condition=Q(kind__in=UrgeKind.values), name="urging_kind_is_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["at"], name="urging_without_reply", condition=Q(reply_wanted=True, replied_at__isnull=True)),
        ]
