"""Who wants to hear of an area or of what happens around a place (订阅)."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Subscription(models.Model):
    """An area by its code, or a circle around a point. The address waits here, sealed, until it is confirmed; then notices keep it."""

    id = models.UUIDField(primary_key=True)
    channel = models.CharField(_("渠道"), max_length=12)
    code = models.CharField(_("区域"), max_length=15, blank=True, db_collation="C")
    point = models.PointField(srid=4326, null=True, blank=True)
    metres = models.PositiveIntegerField(_("范围（米）"), null=True, blank=True)
    language = models.CharField(max_length=8, default="zh-hans")
    sealed = models.BinaryField(null=True)
    hint = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("订阅")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(~Q(code="") & Q(point__isnull=True, metres__isnull=True))
                | Q(code="", point__isnull=False, metres__gte=100, metres__lte=5000),
                name="subscription_is_of_an_area_or_a_circle",
            ),
        ]
        indexes: ClassVar = [
            GistIndex(fields=["point"], name="subscription_near", condition=Q(confirmed_at__isnull=False, ended_at__isnull=True)),
        ]

    @property
    def topic(self) -> str:
        """Under which the address is kept among the notices."""
        return f"area:{self.code}:{self.pk}" if self.code else f"near:{self.pk}"
