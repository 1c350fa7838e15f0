"""Patrols (巡查): points to look at, a worker's walk on duty, its track, and check-ins. Tracks are deleted after 90 days."""

from typing import ClassVar
from uuid import uuid4

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grids.models.places import SRID


class PatrolPoint(models.Model):
    """A place that is looked at again and again (巡查点). `mark` is what its QR code says."""

    id = models.UUIDField(primary_key=True)
    code = models.CharField(_("网格代码"), max_length=15, db_collation="C")
    name = models.CharField(_("名称"), max_length=64)
    point = models.PointField(_("位置"), srid=SRID)
    radius_m = models.PositiveSmallIntegerField(_("打卡半径（米）"), default=50)
    every_days = models.PositiveSmallIntegerField(_("周期（天）"), default=1)
    mark = models.UUIDField(_("二维码"), default=uuid4, unique=True)
    planned_at = models.DateTimeField(_("设点时间"))
    ended_at = models.DateTimeField(_("撤点时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("巡查点")
        indexes: ClassVar = [models.Index(fields=["code"], name="patrol_point_in_grid", condition=Q(ended_at__isnull=True))]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(code__regex=r"^\d{15}$"), name="patrol_point_is_in_a_grid"),
            models.CheckConstraint(condition=Q(radius_m__gte=10, radius_m__lte=500), name="patrol_point_radius_is_sensible"),
            models.CheckConstraint(condition=Q(every_days__gt=0), name="patrol_point_has_a_cycle"),
        ]

    def __str__(self) -> str:
        return self.name


class Patrol(models.Model):
    """One walk on duty (巡查), from start to stop. Its id is made on the phone; positions exist only within it."""

    id = models.UUIDField(primary_key=True)
    user = models.ForeignKey("governance.User", models.PROTECT, related_name="+", verbose_name=_("网格员"))
    code = models.CharField(_("区划代码"), max_length=15, db_collation="C")
    started_at = models.DateTimeField(_("开始"))
    stopped_at = models.DateTimeField(_("结束"), null=True, blank=True)
    last_at = models.DateTimeField(_("最近位置时间"), null=True, blank=True)
    last_point = models.PointField(srid=SRID, null=True, blank=True)
    last_accuracy_m = models.FloatField(null=True, blank=True)

    class Meta:
        verbose_name = _("巡查")
        indexes: ClassVar = [
            models.Index(fields=["user", "-started_at"], name="patrol_of_worker"),
            models.Index(fields=["code", "started_at"], name="patrol_under_way", condition=Q(stopped_at__isnull=True)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(stopped_at__gte=F("started_at")), name="patrol_stops_after_start"
            )
        ]


class TrackPoint(models.Model):
    """A position on a patrol (轨迹点). `number` counts on the phone: the same batch sent twice is there once."""

    pk = models.CompositePrimaryKey("patrol_id", "number")
    patrol = models.ForeignKey(Patrol, models.CASCADE, related_name="track", db_index=False)
    number = models.IntegerField()
    at = models.DateTimeField()
    point = models.PointField(srid=SRID, spatial_index=False)
    accuracy_m = models.FloatField()

    class Meta:
        verbose_name = _("轨迹点")
        indexes: ClassVar = [models.Index(fields=["at"], name="track_by_time")]


class CheckIn(models.Model):
    """A worker was at a point (打卡), shown by the position or by the point's QR code."""

    class By(models.TextChoices):
        """How it is known."""

        POSITION = "position", _("定位")
        CODE = "code", _("扫码")

    id = models.UUIDField(primary_key=True)
    patrol = models.ForeignKey(Patrol, models.PROTECT, related_name="check_ins", verbose_name=_("巡查"))
    point = models.ForeignKey(PatrolPoint, models.PROTECT, related_name="check_ins", verbose_name=_("巡查点"))
    user_id = models.BigIntegerField(_("网格员"))
    by = models.CharField(_("方式"), max_length=8, choices=By.choices)
    distance_m = models.FloatField(_("距离（米）"), null=True, blank=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("打卡")
        indexes: ClassVar = [
            models.Index(fields=["point", "-at"], name="check_in_at_point"),
            models.Index(fields=["user_id", "at"], name="check_in_of_worker"),
        ]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(by__in=["position", "code"]), name="check_in_way_is_known")]
