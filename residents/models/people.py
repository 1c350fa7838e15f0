"""Residents, households and where they live: no personal columns, those are in the vault (人、户、居住).

References without a constraint of their own are held by triggers once for each statement (migration 0014): imports write many rows.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Whether somebody lives here (人员状态)."""

    LIVING = "1", _("在住")
    MOVED = "2", _("已迁出")
    DIED = "3", _("已死亡")


class Household(models.Model):
    """People who live as one household (户)."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    number = models.BinaryField(_("户号（盲索引）"), max_length=17, null=True, unique=True)
    code = models.CharField(_("区划代码"), max_length=15, db_collation="C")
    dwelling = models.ForeignKey("grids.Dwelling", models.PROTECT, null=True, blank=True, verbose_name=_("房屋"))
    head = models.ForeignKey("residents.Resident", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("户主"))
    formed_at = models.DateTimeField(_("立户时间"))
    ended_at = models.DateTimeField(_("销户时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("户")
        indexes: ClassVar = [models.Index(fields=["code", "id"], name="household_in_code")]


class Resident(models.Model):
    """A person of the register (居民). What is known of them lies sealed; here is only what the work needs in the open."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    code = models.CharField(_("区划代码"), max_length=15, db_collation="C")
    dwelling = models.ForeignKey("grids.Dwelling", models.PROTECT, null=True, blank=True, db_constraint=False, verbose_name=_("房屋"))
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, blank=True, db_constraint=False, related_name="members", verbose_name=_("户")
    )
    status = models.CharField(_("人员状态"), max_length=1, choices=Status.choices, default=Status.LIVING)
    legal_basis = models.CharField(_("处理依据"), max_length=1, default="1")
    retain_until = models.DateField(_("保存期限至"), null=True, blank=True)
    collected_at = models.DateTimeField(_("采集时间"))
    verified_at = models.DateTimeField(_("核验时间"), null=True, blank=True)
    run = models.ForeignKey(
        "residents.ImportRun", models.SET_NULL, null=True, blank=True, db_index=False, db_constraint=False, verbose_name=_("导入批次")
    )
    version = models.IntegerField(default=1)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, db_index=False, verbose_name=_("并入"))
    erased_at = models.DateTimeField(_("删除时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("居民")
        indexes: ClassVar = [
            models.Index(fields=["code", "id"], name="resident_in_code"),
            models.Index(
                fields=["retain_until"], name="resident_to_expire", condition=Q(retain_until__isnull=False, erased_at__isnull=True)
            ),
        ]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(status__in=Status.values), name="resident_status_is_known")]


class Residence(models.Model):
    """One stay of one person: the history of moves (居住记录). An open stay has no `to`."""

    class How(models.TextChoices):
        """How a stay began or ended."""

        REGISTERED = "registered", _("登记")
        MOVED_IN = "moved_in", _("迁入")
        MOVED_WITHIN = "moved_within", _("区内迁移")
        MOVED_OUT = "moved_out", _("迁出")
        BORN = "born", _("出生")
        DIED = "died", _("死亡")

    resident = models.ForeignKey(Resident, models.CASCADE, db_constraint=False, related_name="residences")
    code = models.CharField(_("区划代码"), max_length=15, db_collation="C")
    dwelling = models.ForeignKey("grids.Dwelling", models.PROTECT, null=True, blank=True, db_constraint=False, verbose_name=_("房屋"))
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, db_constraint=False)
    main = models.BooleanField(_("主要住处"), default=True)
    since = models.DateTimeField(_("开始"))
    until = models.DateTimeField(_("结束"), null=True, blank=True)
    began = models.CharField(_("开始方式"), max_length=12, choices=How.choices, default=How.REGISTERED)
    ended = models.CharField(_("结束方式"), max_length=12, choices=How.choices, blank=True)

    class Meta:
        verbose_name = _("居住记录")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["resident"], condition=Q(until__isnull=True, main=True), name="one_main_home_at_a_time"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=models.F("since")), name="residence_ends_after_start"),
        ]
