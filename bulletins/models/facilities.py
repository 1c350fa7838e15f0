"""Places of daily life (身边场所): residents rate them and say where one is missing."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bulletins.models.moderation import Moderated
from governance.access.models import scope_code


class FacilityKind(models.TextChoices):
    """What residents miss most."""

    MARKET = "market", _("菜市场")
    TOILET = "toilet", _("公厕")
    PARK = "park", _("公园")
    PLAYGROUND = "playground", _("儿童乐园")
    FITNESS = "fitness", _("健身器材")
    CLINIC = "clinic", _("社康中心")
    CANTEEN = "canteen", _("长者食堂")
    LIBRARY = "library", _("图书角")
    BUS_STOP = "bus_stop", _("公交站")
    CHARGING = "charging", _("充电桩")
    PARCEL = "parcel", _("快递柜")
    RECYCLING = "recycling", _("垃圾分类点")


class Facility(models.Model):
    """A place that the office lists so that people may rate it."""

    kind = models.CharField(_("类别"), max_length=12, choices=FacilityKind.choices)
    name = models.CharField(_("名称"), max_length=64)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    code = models.CharField(_("区域"), max_length=15, validators=[scope_code], db_collation="C")
    point = models.PointField(srid=4326, null=True, blank=True)
    closed_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("场所")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=FacilityKind.values), name="facility_kind_is_known"),
            models.UniqueConstraint(fields=["kind", "name", "code"], name="one_facility_per_name"),
        ]
        indexes: ClassVar = [models.Index("code", "kind", name="facility_by_code")]

    def __str__(self) -> str:
        return self.name


class Rating(models.Model):
    """One to five stars of a phone; a later rating of the same phone replaces the earlier. Its words wait for a reader."""

    facility = models.ForeignKey(Facility, models.CASCADE, related_name="ratings")
    device = models.BinaryField(max_length=32)
    stars = models.PositiveSmallIntegerField(_("评分"))
    text = models.CharField(_("评语"), max_length=300, blank=True)
    at = models.DateTimeField()
    verdict = models.CharField(max_length=8, choices=Moderated.choices, default=Moderated.WAITING)

    class Meta:
        verbose_name = _("评分")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="rating_has_one_to_five_stars"),
            models.CheckConstraint(condition=Q(verdict__in=Moderated.values), name="rating_verdict_is_known"),
            models.UniqueConstraint(fields=["facility", "device"], name="one_rating_per_phone"),
        ]
        indexes: ClassVar = [models.Index("verdict", "at", name="rating_waiting", condition=Q(verdict="waiting"))]


class Wish(models.Model):
    """Where a place is missing, by the eyes of a phone (希望增设)."""

    kind = models.CharField(_("类别"), max_length=12, choices=FacilityKind.choices)
    device = models.BinaryField(max_length=32)
    code = models.CharField(_("区域"), max_length=15, db_collation="C")
    point = models.PointField(srid=4326, null=True, blank=True)
    text = models.CharField(_("说明"), max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("增设建议")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=FacilityKind.values), name="wish_kind_is_known"),
            models.UniqueConstraint(fields=["kind", "device", "code"], name="one_wish_per_phone_and_area"),
        ]
        indexes: ClassVar = [models.Index("code", "kind", name="wish_by_code"), GistIndex(fields=["point"], name="wish_point")]
