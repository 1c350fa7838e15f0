"""Passages of cases (环节记录) told from the ledger, and their sums by day, kept by triggers in the same transaction."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _


class Passage(models.Model):
    """One part of a case's way. All rows of a case are written anew when its ledger has grown; none is ever changed.

    `day` is the day in Shanghai of `at`, under which it counts; `count` is 1 but for samples of a spot check.
    """

    id = models.BigAutoField(primary_key=True)
    source = models.CharField(max_length=44)
    """The case's id, or `spot:` with that of a spot check: where the passage comes from."""
    incident = models.ForeignKey(
        "incidents.Incident", models.CASCADE, null=True, related_name="+", db_index=False, db_constraint=False, verbose_name=_("案件")
    )
    stage = models.CharField(_("环节"), max_length=12)
    marks = models.IntegerField(_("标记"))
    code = models.CharField(_("区划代码"), max_length=15, db_collation="C")
    street = models.GeneratedField(
        expression=Substr("code", 1, 9), output_field=models.CharField(max_length=9, db_collation="C"), db_persist=True
    )
    unit_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    day = models.DateField(_("日期"))
    at = models.DateTimeField(_("时间"))
    due_at = models.DateTimeField(_("应完成时间"), null=True)
    done_at = models.DateTimeField(_("完成时间"), null=True)
    seconds = models.BigIntegerField(default=0)
    count = models.IntegerField(default=1)

    class Meta:
        verbose_name = _("环节记录")
        indexes: ClassVar = [
            models.Index("source", name="passage_of_source"),
            models.Index("day", "stage", name="passage_by_day"),
            models.Index("code", "day", name="passage_by_code"),
            models.Index("unit_id", "day", name="passage_by_unit", condition=Q(unit_id__isnull=False)),
            models.Index("person_id", "day", name="passage_by_person", condition=Q(person_id__isnull=False)),
        ]


class DaySum(models.Model):
    """How many passages of a stage with the same marks a day, a street and a unit have (0: no unit), and how long they took."""

    id = models.BigAutoField(primary_key=True)
    day = models.DateField()
    stage = models.CharField(max_length=12)
    marks = models.IntegerField()
    street = models.CharField(max_length=9, db_collation="C")
    unit_id = models.BigIntegerField()
    count = models.BigIntegerField()
    seconds = models.BigIntegerField()

    class Meta:
        verbose_name = _("日汇总")
        constraints: ClassVar = [models.UniqueConstraint(fields=["day", "street", "unit_id", "stage", "marks"], name="one_sum_a_day")]


class Cursor(models.Model):
    """How far a chain of the ledger has been read for a purpose."""

    id = models.BigAutoField(primary_key=True)
    purpose = models.CharField(max_length=24)
    chain = models.CharField(max_length=6, db_collation="C")
    seq = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("台账读取位置")
        constraints: ClassVar = [models.UniqueConstraint(fields=["purpose", "chain"], name="one_cursor_per_chain")]
