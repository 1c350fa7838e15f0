"""Consultations (征求意见): a text in numbered paragraphs, and what residents say to each."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bulletins.models.moderation import Moderated
from governance.access.models import scope_code


class Consultation(models.Model):
    """A draft about which the residents of an area are asked until it closes; afterwards what was taken up is told."""

    id = models.UUIDField(primary_key=True)
    title = models.CharField(_("标题"), max_length=100)
    intro = models.CharField(_("说明"), max_length=2000, blank=True)
    code = models.CharField(_("区域"), max_length=15, validators=[scope_code], db_collation="C")
    unit = models.ForeignKey("governance.Unit", models.PROTECT, related_name="+", verbose_name=_("征求单位"))
    author = models.ForeignKey("governance.User", models.PROTECT, related_name="+", null=True, verbose_name=_("起草人"))
    opens_at = models.DateTimeField(_("开始"))
    closes_at = models.DateTimeField(_("截止"))
    summary = models.CharField(_("采纳情况"), max_length=5000, blank=True)
    summarized_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("征求意见")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="consultation_closes_after_it_opens"),
            models.CheckConstraint(
                condition=Q(summary="", summarized_at__isnull=True) | (~Q(summary="") & Q(summarized_at__gte=F("closes_at"))),
                name="consultation_is_summed_up_after_it_closed",
            ),
            models.CheckConstraint(condition=Q(code__regex=r"^(\d{4}|\d{6}|\d{9}|\d{12}|\d{15})$"), name="consultation_code_is_a_code"),
        ]
        indexes: ClassVar = [models.Index("code", "closes_at", name="consultation_by_code")]

    def __str__(self) -> str:
        return self.title


class Paragraph(models.Model):
    """A numbered paragraph. It is not changed while people answer to it."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="paragraphs")
    number = models.PositiveSmallIntegerField(_("条"))
    text = models.CharField(_("内容"), max_length=4000)

    class Meta:
        verbose_name = _("条文")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["consultation", "number"], name="one_paragraph_per_number")]


class Comment(models.Model):
    """What a phone says to a paragraph; the phone is known by a digest only."""

    paragraph = models.ForeignKey(Paragraph, models.CASCADE, related_name="comments")
    device = models.BinaryField(max_length=32)
    text = models.CharField(_("意见"), max_length=1000)
    at = models.DateTimeField()
    verdict = models.CharField(max_length=8, choices=Moderated.choices, default=Moderated.WAITING)
    taken_up = models.BooleanField(_("已采纳"), default=False)

    class Meta:
        verbose_name = _("意见")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(verdict__in=Moderated.values), name="comment_verdict_is_known"),
            models.UniqueConstraint(fields=["paragraph", "device", "text"], name="one_comment_of_the_same_words"),
        ]
        indexes: ClassVar = [models.Index("verdict", "at", name="comment_waiting", condition=Q(verdict="waiting"))]
