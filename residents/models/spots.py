"""One-point checks (一点检查): one visit to a building or a shop that looks at everything at once."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from residents.models.enterprises import Enterprise


class SpotCheck(models.Model):
    """What a worker saw at a building or a shop. Its id is made on the phone; `faults` are codes of what was not in order."""

    class Item(models.TextChoices):
        """What is looked at."""

        EXITS = "exits", _("疏散通道")
        EXTINGUISHERS = "extinguishers", _("灭火器材")
        WIRING = "wiring", _("用电")
        GAS = "gas", _("用气")
        BIKES = "bikes", _("电动车充电")
        LICENCE = "licence", _("证照")
        OTHER = "other", _("其他")

    id = models.UUIDField(primary_key=True)
    building = models.ForeignKey("grids.Building", models.PROTECT, null=True, blank=True, verbose_name=_("楼栋"))
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, null=True, blank=True, related_name="spot_checks", verbose_name=_("企业"))
    code = models.CharField(_("区划代码"), max_length=15, db_collation="C")
    faults = ArrayField(models.CharField(max_length=16), default=list, verbose_name=_("隐患"))
    note = models.CharField(_("说明"), max_length=500, blank=True)
    case_id = models.UUIDField(_("转出的案件"), null=True, blank=True)
    digest = models.BinaryField(max_length=32)
    actor_id = models.BigIntegerField(_("检查人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("一点检查")
        indexes: ClassVar = [
            models.Index(fields=["building", "-at"], name="spot_check_of_building"),
            models.Index(fields=["enterprise", "-at"], name="spot_check_of_enterprise"),
            models.Index(fields=["case_id"], name="spot_check_of_case", condition=Q(case_id__isnull=False)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(building__isnull=False, enterprise__isnull=True) | Q(building__isnull=True, enterprise__isnull=False),
                name="spot_check_is_of_one_thing",
            )
        ]
