"""Where: divisions, grids, buildings, dwellings (区划, 网格, 楼栋, 房屋). All geometry is WGS-84, SRID 4326."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db.models import F, Func, Q
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

SRID = 4326


class Division(models.Model):
    """A city, district, street or community with its national code (行政区划)."""

    code = models.CharField(_("代码"), max_length=12, primary_key=True, db_collation="C")
    name = models.CharField(_("名称"), max_length=64)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name=_("上级"))
    area = models.MultiPolygonField(_("范围"), srid=SRID, null=True, blank=True)
    seat = models.PointField(_("驻地"), srid=SRID, null=True, blank=True)
    approximate = models.BooleanField(_("范围为近似"), default=False, help_text=_("非官方边界"))

    class Meta:
        verbose_name = _("行政区划")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(code__regex=r"^(\d{4}|\d{6}|\d{9}|\d{12})$"), name="division_code_is_a_code"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | (Q(code__startswith=F("parent_id")) & ~Q(code=F("parent_id"))),
                name="division_lies_in_its_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GridKind(models.TextChoices):
    """General grid or exclusive grid (综合网格 / 专属网格)."""

    GENERAL = "general", _("综合网格")
    EXCLUSIVE = "exclusive", _("专属网格")


class Grid(models.Model):
    """A grid: the basic unit of service inside one community (网格). A row is one version of it.

    A row without `valid_from` is a draft; publishing dates it. Redrawing ends the old row and starts a new one.
    """

    code = models.CharField(_("代码"), max_length=15, db_collation="C")
    name = models.CharField(_("名称"), max_length=64)
    kind = models.CharField(_("类别"), max_length=12, choices=GridKind.choices, default=GridKind.GENERAL)
    community = models.ForeignKey(Division, models.PROTECT, related_name="grids", verbose_name=_("社区"))
    area = models.MultiPolygonField(_("范围"), srid=SRID)
    valid_from = models.DateTimeField(_("启用"), null=True, blank=True)
    valid_to = models.DateTimeField(_("停用"), null=True, blank=True)

    class Meta:
        verbose_name = _("网格")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(code__regex=r"^\d{15}$"), name="grid_code_has_15_digits"),
            models.CheckConstraint(condition=Q(code__startswith=F("community_id")), name="grid_lies_in_its_community"),
            models.CheckConstraint(condition=Q(community_id=Substr("code", 1, 12)), name="grid_belongs_to_a_community"),
            models.CheckConstraint(condition=Q(kind__in=GridKind.values), name="grid_kind_is_known"),
            models.CheckConstraint(condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=False), name="draft_grid_has_no_end"),
            models.CheckConstraint(condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="grid_ends_after_start"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to__isnull=True, valid_from__isnull=False), name="one_published_grid_per_code"
            ),
            models.UniqueConstraint(fields=["code"], condition=Q(valid_from__isnull=True), name="one_draft_grid_per_code"),
            # At any moment a code stands for at most one area, in the past too.
            ExclusionConstraint(
                name="one_grid_version_at_a_time",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (
                        Func("valid_from", "valid_to", RangeBoundary(), function="TSTZRANGE", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(valid_from__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Publication(models.Model):
    """Each publication of grids of a district raises its version (网格版本): the key of every cache of grids."""

    district = models.CharField(max_length=6, db_collation="C")
    version = models.IntegerField()
    at = models.DateTimeField()
    grids = models.IntegerField()

    class Meta:
        verbose_name = _("网格发布")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["district", "version"], name="one_publication_per_version"),
            models.CheckConstraint(condition=Q(version__gt=0) & Q(grids__gte=0), name="publication_counts_up"),
        ]


class Layer(models.TextChoices):
    """What is drawn on a map and kept in memory (图层)."""

    DIVISIONS = "divisions", _("行政区划")
    GRIDS = "grids", _("网格")
    BUILDINGS = "buildings", _("楼栋")


class Edition(models.Model):
    """The present edition of a layer (图层版次): each action that changes the layer gives it a new stamp.

    Whoever keeps something of a layer in memory or in a browser keeps the stamp beside it and compares.
    """

    layer = models.CharField(max_length=12, choices=Layer.choices, primary_key=True)
    stamp = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("图层版次")
        constraints: ClassVar = [models.CheckConstraint(condition=Q(layer__in=Layer.values), name="edition_layer_is_known")]


class BuildingUse(models.TextChoices):
    """What a building is used for (建筑用途)."""

    RESIDENTIAL = "residential", _("住宅")
    SHOP = "shop", _("商铺")
    OFFICE = "office", _("办公")
    FACTORY = "factory", _("厂房")
    SCHOOL = "school", _("学校")
    HOSPITAL = "hospital", _("医疗")
    PUBLIC = "public", _("公共设施")
    OTHER = "other", _("其他")


class Building(models.Model):
    """A building (楼栋). `code` is the office's own building code, 19 digits in Shenzhen."""

    code = models.CharField(_("楼栋编码"), max_length=25, unique=True, db_collation="C")
    name = models.CharField(_("名称"), max_length=64, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    grid_code = models.CharField(_("网格代码"), max_length=15, db_collation="C", blank=True, db_index=True)
    use = models.CharField(_("用途"), max_length=16, choices=BuildingUse.choices, default=BuildingUse.OTHER)
    floors = models.PositiveSmallIntegerField(_("层数"), default=1)
    height_m = models.FloatField(_("高度（米）"), null=True, blank=True)
    footprint = models.MultiPolygonField(_("轮廓"), srid=SRID)
    source = models.CharField(_("来源"), max_length=64, blank=True)
    read_at = models.DateTimeField(_("来源日期"), null=True, editable=False)

    class Meta:
        verbose_name = _("楼栋")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(code=""), name="building_has_a_code"),
            models.CheckConstraint(condition=Q(grid_code__regex=r"^(\d{15})?$"), name="building_grid_is_a_grid_code"),
            models.CheckConstraint(condition=Q(use__in=BuildingUse.values), name="building_use_is_known"),
            models.CheckConstraint(condition=Q(height_m__isnull=True) | Q(height_m__gt=0), name="building_has_some_height"),
        ]

    def __str__(self) -> str:
        return self.name or self.address


class Dwelling(models.Model):
    """A dwelling: unit, floor and room of a building (房屋)."""

    building = models.ForeignKey(Building, models.PROTECT, related_name="dwellings", verbose_name=_("楼栋"))
    stairwell = models.CharField(_("单元"), max_length=8, blank=True)
    floor = models.SmallIntegerField(_("楼层"))
    room = models.CharField(_("房号"), max_length=16)

    class Meta:
        verbose_name = _("房屋")
        constraints: ClassVar = [models.UniqueConstraint(fields=["building", "stairwell", "floor", "room"], name="one_dwelling_per_room")]

    def __str__(self) -> str:
        return f"{self.stairwell}{self.room}"
