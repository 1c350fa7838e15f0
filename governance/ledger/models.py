"""The record (台账): one immutable row for each fact; history, audit, feed and outbox are that row."""

from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One fact. A trigger numbers and hashes it per chain, another refuses every update and delete.

    `detail` holds ids, field names and opinions about a case, never values of a person.
    """

    id = models.BigAutoField(primary_key=True)
    chain = models.CharField(max_length=6, editable=False, db_collation="C")
    seq = models.BigIntegerField(editable=False)
    at = models.DateTimeField(_("时间"))
    actor_id = models.BigIntegerField(_("操作人"), null=True)
    post = models.CharField(_("岗位"), max_length=48, blank=True)
    verb = models.CharField(_("动作"), max_length=48)
    kind = models.CharField(_("对象类别"), max_length=24)
    object_id = models.CharField(_("对象"), max_length=48)
    code = models.CharField(_("区划代码"), max_length=15, blank=True, db_collation="C")
    version = models.IntegerField(default=0)
    detail = models.JSONField(default=dict)
    prev = models.BinaryField(max_length=32, editable=False)
    hash = models.BinaryField(max_length=32, editable=False)

    class Meta:
        verbose_name = _("台账条目")
        constraints: ClassVar = [models.UniqueConstraint(fields=["chain", "seq"], name="one_entry_per_chain_and_seq")]
        indexes: ClassVar = [
            models.Index(fields=["kind", "object_id", "id"], name="entry_of_object"),
            # By time the rows lie as they came: a few bytes for each stretch of the table, nothing for each entry.
            BrinIndex(fields=["at"], name="entry_by_time", autosummarize=True),
            models.Index(fields=["actor_id", "at"], name="entry_of_actor", condition=Q(actor_id__isnull=False)),
        ]


class Head(models.Model):
    """The last number and hash of each chain; its row lock puts entries of a chain in commit order."""

    chain = models.CharField(max_length=6, primary_key=True, db_collation="C")
    seq = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("台账链头")
