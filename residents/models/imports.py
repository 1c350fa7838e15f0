"""Imports: a run, its rows staged and sealed, its refusals (导入)."""

from typing import ClassVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportRun(models.Model):
    """One file, checked and then applied (导入批次). `applied_to` is the last row that stands in the register."""

    class State(models.TextChoices):
        """How far it is."""

        CHECKING = "checking", _("校验中")
        CHECKED = "checked", _("已校验")
        APPLYING = "applying", _("写入中")
        DONE = "done", _("已完成")
        CANCELLED = "cancelled", _("已取消")

    id = models.UUIDField(primary_key=True, default=uuid4)
    kind = models.CharField(_("类别"), max_length=12)
    template = models.CharField(_("模板版本"), max_length=24)
    file_hash = models.BinaryField(_("文件摘要"), max_length=32)
    code = models.CharField(_("区划代码"), max_length=15, db_collation="C", blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.CHECKING)
    encoding = models.CharField(_("编码"), max_length=12, blank=True)
    header_line = models.IntegerField(_("表头行"), default=1)
    columns = ArrayField(models.CharField(max_length=64), default=list, verbose_name=_("列"))
    rows = models.IntegerField(_("行数"), default=0)
    checked_to = models.IntegerField(default=0)
    refused = models.IntegerField(_("拒绝"), default=0)
    flagged = models.IntegerField(_("提示"), default=0)
    applied_to = models.IntegerField(default=0)
    added = models.IntegerField(_("新增"), default=0)
    changed = models.IntegerField(_("变更"), default=0)
    same = models.IntegerField(_("未变"), default=0)
    actor_id = models.BigIntegerField(null=True)
    started_at = models.DateTimeField(_("开始"))
    ended_at = models.DateTimeField(_("结束"), null=True, blank=True)

    class Meta:
        verbose_name = _("导入批次")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "file_hash", "code"], condition=~models.Q(state="cancelled"), name="one_run_per_file_and_area"
            )
        ]


class StagedRow(models.Model):
    """A checked row, sealed for the person it will become (暂存行). Same columns as the tables it goes to.

    The table is not logged: a crash of the database empties it, and `staging_table.lost` notices.
    """

    pk = models.CompositePrimaryKey("run_id", "line")
    run = models.ForeignKey(ImportRun, models.CASCADE, db_index=False, db_constraint=False)
    line = models.IntegerField()
    resident_id = models.UUIDField()
    code = models.CharField(max_length=15, db_collation="C")
    building_code = models.CharField(max_length=25, blank=True)
    room = models.CharField(max_length=40, blank=True)
    household_no = models.BinaryField(null=True)
    status = models.CharField(max_length=1)
    legal_basis = models.CharField(max_length=1)
    retain_until = models.DateField(null=True)
    wrapped_key = models.BinaryField()
    identity = models.BinaryField(null=True)
    general = models.BinaryField(null=True)
    sensitive = models.BinaryField(null=True)
    key_number = models.PositiveSmallIntegerField()
    number = models.BinaryField(null=True)
    phone = models.BinaryField(null=True)
    phone2 = models.BinaryField(null=True)
    likeness = models.BinaryField(null=True)
    name_grams = ArrayField(models.IntegerField())
    address_grams = ArrayField(models.IntegerField())
    needs = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("暂存行")


class KeptFile(models.Model):
    """The file of a run between its check and its writing (留存文件), sealed under a key of its own that goes with it."""

    run = models.OneToOneField(ImportRun, models.CASCADE, primary_key=True, related_name="kept")
    source = models.CharField(_("来源"), max_length=64)
    wrapped_key = models.BinaryField()
    sealed = models.BinaryField()

    class Meta:
        verbose_name = _("留存文件")


class Refusal(models.Model):
    """Why a row is not taken, or what should be looked at (拒绝与提示): line, column, reason, never the value."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="refusals")
    line = models.IntegerField(_("行"))
    column = models.CharField(_("列"), max_length=64, blank=True)
    reason = models.CharField(_("原因"), max_length=24)
    flag = models.BooleanField(_("仅提示"), default=False)

    class Meta:
        verbose_name = _("拒绝与提示")
