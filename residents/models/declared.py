"""The declaration as a table: the shipped fields and those that offices added."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class DeclaredField(models.Model):
    """A field of the register (数据项). `number` stays for ever: sealed records name their values by it."""

    number = models.IntegerField(_("编号"), primary_key=True)
    key = models.CharField(_("标识"), max_length=48, unique=True, db_collation="C")
    group = models.CharField(_("分组"), max_length=64)
    label = models.CharField(_("名称"), max_length=64)
    label_en = models.CharField(max_length=64)
    kind = models.CharField(_("类型"), max_length=12)
    size = models.CharField(_("长度"), max_length=8, blank=True)
    codes = models.CharField(_("代码表"), max_length=32, blank=True)
    sensitivity = models.CharField(_("敏感程度"), max_length=12)
    home = models.CharField(max_length=8)
    sealed_as = models.CharField(max_length=12, blank=True)
    mask = models.CharField(_("脱敏方式"), max_length=12, blank=True)
    on = models.BooleanField(_("启用"), default=True)
    fresh_days = models.PositiveSmallIntegerField(_("更新周期（天）"), null=True, blank=True)
    purposes = ArrayField(models.CharField(max_length=16), verbose_name=_("用途"))
    purpose = models.CharField(_("用途说明"), max_length=200)
    source = models.CharField(_("依据"), max_length=200)
    code = models.CharField(_("适用区划"), max_length=15, blank=True, db_collation="C")

    changed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("数据项")
        constraints: ClassVar = [models.CheckConstraint(condition=~models.Q(purposes=[]), name="declared_field_has_a_purpose")]

    def __str__(self) -> str:
        return self.label
