"""Photos of a case (照片): before, after, and those that come with a check."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """When a photo was taken (照片阶段)."""

    BEFORE = "before", _("处置前")
    AFTER = "after", _("处置后")
    VERIFY = "verify", _("核实")
    CHECK = "check", _("核查")


class Photo(models.Model):
    """A cleaned JPEG; `id` is made by the client. `file` is a generated name below MEDIA_ROOT."""

    id = models.UUIDField(primary_key=True)
    incident = models.ForeignKey("incidents.Incident", models.PROTECT, null=True, blank=True, related_name="photos")
    stage = models.CharField(_("阶段"), max_length=8, choices=Stage.choices, default=Stage.BEFORE)
    sent_digest = models.BinaryField(max_length=32)
    """SHA-256 of the bytes that the client sent: the key of idempotence."""
    file = models.CharField(max_length=64)
    sha256 = models.BinaryField(max_length=32)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    bytes = models.PositiveIntegerField()
    uploader = models.ForeignKey("governance.User", models.PROTECT, null=True, blank=True, related_name="+")
    uploaded_at = models.DateTimeField()
    released = models.BooleanField(_("可公开"), default=False)
    judged_at = models.DateTimeField(_("审核时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("照片")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(released=False) | Q(judged_at__isnull=False), name="photo_is_released_by_somebody")
        ]
        indexes: ClassVar = [
            models.Index(fields=["uploaded_at"], name="photo_without_case", condition=Q(incident__isnull=True)),
            models.Index(fields=["uploaded_at", "id"], name="photo_to_judge", condition=Q(judged_at__isnull=True, incident__isnull=False)),
        ]
