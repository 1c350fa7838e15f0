"""Rights of residents: consent, erasure and the asking for it, challenges of a value (同意、删除、删除申请、疑义)."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from residents.models.people import Resident


class Consent(models.Model):
    """Consent to one purpose, and its withdrawal (按用途同意, 撤回)."""

    resident = models.ForeignKey(Resident, models.CASCADE, related_name="consents")
    purpose = models.CharField(_("用途"), max_length=16)
    sensitive = models.BooleanField(_("敏感信息单独同意"), default=False)
    guardian = models.BooleanField(_("监护人同意"), default=False)
    notice_version = models.CharField(_("告知书版本"), max_length=20)
    given_at = models.DateTimeField(_("同意时间"))
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("同意")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["resident", "purpose"], condition=Q(withdrawn_at__isnull=True), name="one_consent_per_purpose")
        ]


class Erasure(models.Model):
    """A person whose key was destroyed (删除登记). Kept so that a restored backup forgets them again (G5)."""

    resident_id = models.UUIDField(primary_key=True)
    number = models.BinaryField(max_length=17, null=True)
    reason = models.CharField(_("原因"), max_length=16)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("删除登记")


class ErasureRequest(models.Model):
    """A person asks to be deleted from the register (删除申请); the office answers by a day. It outlives the person's data."""

    class State(models.TextChoices):
        """How far it is."""

        OPEN = "open", _("待答复")
        GRANTED = "granted", _("已删除")
        REFUSED = "refused", _("未予删除")
        WITHDRAWN = "withdrawn", _("已撤回")

    id = models.UUIDField(primary_key=True, default=uuid4)
    resident = models.ForeignKey(Resident, models.CASCADE, related_name="erasure_requests")
    phone = models.BinaryField(max_length=32, null=True)
    """The keyed digest of the number that asked, so that it can see the answer; gone a while after that."""
    asked_at = models.DateTimeField(_("申请时间"))
    due_on = models.DateField(_("答复期限"))
    state = models.CharField(_("状态"), max_length=9, choices=State.choices, default=State.OPEN)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    answered_by = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("删除申请")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["resident"], condition=Q(state="open"), name="one_open_erasure_request"),
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True) | (~Q(state="open") & Q(answered_at__isnull=False)),
                name="erasure_request_answered_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(reason=""), name="erasure_is_refused_with_a_reason"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_on"], name="erasure_request_open", condition=Q(state="open")),
            models.Index(fields=["phone"], name="erasure_request_of_phone", condition=Q(phone__isnull=False)),
        ]


class Doubt(models.Model):
    """A challenge to one value by another source (疑义); the value that is held against it lies sealed."""

    class State(models.TextChoices):
        """How far it is."""

        RAISED = "raised", _("已提出")
        ACCEPTED = "accepted", _("已采纳")
        REFUSED = "refused", _("不采纳")

    resident = models.ForeignKey(Resident, models.CASCADE, related_name="doubts")
    field = models.CharField(_("数据项"), max_length=48)
    sealed_value = models.BinaryField()
    source = models.CharField(_("来源"), max_length=64)
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.RAISED)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    raised_at = models.DateTimeField(_("提出时间"))
    settled_at = models.DateTimeField(_("处理时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("疑义")
        indexes: ClassVar = [models.Index(fields=["resident", "state"], name="doubt_of_resident")]
