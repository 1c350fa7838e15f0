"""What a worker checks on the spot (变更任务), and the state of homes that captains and workers tell (房屋状态)."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from residents.models.enterprises import EnterpriseDoubt
from residents.models.people import Resident
from residents.models.rights import Doubt


class CaptainLink(models.Model):
    """The link by which a building captain reports (楼栋长链接). Only its hash is kept; it ends by itself."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    building = models.ForeignKey("grids.Building", models.PROTECT, verbose_name=_("楼栋"))
    resident = models.ForeignKey(Resident, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("楼栋长"))
    code = models.CharField(_("区划代码"), max_length=15, db_collation="C")
    token_hash = models.BinaryField(max_length=32, unique=True)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(_("发放时间"))
    valid_until = models.DateTimeField(_("有效期至"))
    revoked_at = models.DateTimeField(_("收回时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("楼栋长链接")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["building"], condition=Q(revoked_at__isnull=True), name="one_captain_per_building")
        ]


class HomeNote(models.Model):
    """Whether a home is let or empty (出租、空置): the last word, with its source and date."""

    dwelling = models.OneToOneField("grids.Dwelling", models.CASCADE, primary_key=True, verbose_name=_("房屋"))
    rented = models.BooleanField(_("出租"), null=True)
    empty = models.BooleanField(_("空置"), null=True)
    source = models.CharField(_("来源"), max_length=64)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("房屋状态")


class ChangeTask(models.Model):
    """Something that a worker should look at: a doubted value of a person or a firm, or what a captain told of a home (变更任务)."""

    class Kind(models.TextChoices):
        """What it is about."""

        VALUE = "value", _("核实登记内容")
        MOVED_IN = "moved_in", _("有人搬入")
        MOVED_OUT = "moved_out", _("有人搬出")
        LET = "let", _("房屋出租")
        EMPTY = "empty", _("房屋空置")
        HELP = "help", _("住户需要帮助")

    class State(models.TextChoices):
        """How far it is."""

        OPEN = "open", _("待核实")
        DONE = "done", _("已核实")
        DROPPED = "dropped", _("不属实")

    id = models.UUIDField(primary_key=True, default=uuid4)
    kind = models.CharField(_("事项"), max_length=10, choices=Kind.choices)
    code = models.CharField(_("区划代码"), max_length=15, db_collation="C")
    resident = models.ForeignKey(Resident, models.CASCADE, null=True, blank=True, related_name="tasks", verbose_name=_("居民"))
    doubt = models.ForeignKey(Doubt, models.CASCADE, null=True, blank=True, related_name="tasks", verbose_name=_("疑义"))
    firm_doubt = models.ForeignKey(EnterpriseDoubt, models.CASCADE, null=True, blank=True, related_name="tasks", verbose_name=_("企业疑义"))
    dwelling = models.ForeignKey("grids.Dwelling", models.PROTECT, null=True, blank=True, verbose_name=_("房屋"))
    link = models.ForeignKey(CaptainLink, models.SET_NULL, null=True, blank=True, verbose_name=_("楼栋长链接"))
    people = models.PositiveSmallIntegerField(_("人数"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.OPEN)
    made_at = models.DateTimeField(_("提出时间"))
    due_on = models.DateField(_("应核实日期"))
    done_at = models.DateTimeField(_("核实时间"), null=True, blank=True)
    done_by = models.BigIntegerField(null=True, blank=True)
    told_as = models.UUIDField(null=True, blank=True, unique=True)
    """The id that a phone gave its answer: the same sent again is the same answer."""

    class Meta:
        verbose_name = _("变更任务")
        indexes: ClassVar = [models.Index(fields=["code", "due_on"], name="change_task_open", condition=Q(state="open"))]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(resident__isnull=False, dwelling__isnull=True, firm_doubt__isnull=True)
                | Q(resident__isnull=True, dwelling__isnull=False, firm_doubt__isnull=True)
                | Q(resident__isnull=True, dwelling__isnull=True, firm_doubt__isnull=False),
                name="change_task_is_of_one_thing",
            ),
            models.UniqueConstraint(fields=["doubt"], condition=Q(state="open"), name="one_open_task_per_doubt"),
            models.UniqueConstraint(fields=["firm_doubt"], condition=Q(state="open"), name="one_open_task_per_firm_doubt"),
            models.CheckConstraint(
                condition=Q(state="open", done_at__isnull=True) | Q(state__in=["done", "dropped"], done_at__isnull=False),
                name="change_task_done_at_a_time",
            ),
        ]
