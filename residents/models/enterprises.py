"""Enterprises, shops and organisations (企业、商铺、社会组织)."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from residents.models.rights import Doubt


class Enterprise(models.Model):
    """A legal person or shop. Names of people in charge and their phones lie sealed in `people`."""

    class Kind(models.TextChoices):
        """What it is."""

        FIRM = "firm", _("企业")
        SHOP = "shop", _("个体工商户")
        ORGANISATION = "organisation", _("社会组织")
        GROUP = "group", _("志愿团队")

    id = models.UUIDField(primary_key=True, default=uuid4)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, null=True, blank=True, unique=True, db_collation="C")
    name = models.CharField(_("名称"), max_length=200)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices, default=Kind.FIRM)
    company_type = models.CharField(_("企业类型"), max_length=100, blank=True)
    industry = models.CharField(_("行业"), max_length=100, blank=True)
    business_scope = models.TextField(_("经营范围"), blank=True)
    capital = models.CharField(_("注册资本"), max_length=64, blank=True)
    registered_on = models.DateField(_("成立日期"), null=True, blank=True)
    address = models.CharField(_("地址"), max_length=300, blank=True)
    code = models.CharField(_("区划代码"), max_length=15, db_collation="C")
    building = models.ForeignKey("grids.Building", models.PROTECT, null=True, blank=True, verbose_name=_("楼栋"))
    staff_count = models.IntegerField(_("从业人数"), null=True, blank=True)
    special = models.CharField(_("特殊场所"), max_length=64, blank=True)
    people = models.BinaryField(_("负责人（封存）"), null=True)
    wrapped_key = models.BinaryField(null=True)
    provenance = models.JSONField(_("各项来源"), default=dict)
    version = models.IntegerField(default=1)

    class Meta:
        verbose_name = _("企业")
        indexes: ClassVar = [models.Index(fields=["code", "id"], name="enterprise_in_code")]

    def __str__(self) -> str:
        return self.name


class Licence(models.Model):
    """A licence (许可证)."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="licences")
    kind = models.CharField(_("种类"), max_length=64)
    number = models.CharField(_("编号"), max_length=64)
    valid_until = models.DateField(_("有效期至"), null=True, blank=True)
    source = models.CharField(_("来源"), max_length=64)
    at = models.DateTimeField(_("采集时间"))

    class Meta:
        verbose_name = _("许可证")
        constraints: ClassVar = [models.UniqueConstraint(fields=["enterprise", "kind", "number"], name="one_licence_per_number")]


class Inspection(models.Model):
    """A fire or safety check of a place (检查)."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="inspections")
    kind = models.CharField(_("种类"), max_length=32)
    passed = models.BooleanField(_("合格"))
    note = models.CharField(_("说明"), max_length=500, blank=True)
    actor_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("检查")
        indexes: ClassVar = [models.Index(fields=["enterprise", "-at"], name="inspection_of_enterprise")]


class EnterpriseDoubt(models.Model):
    """What another source says of an enterprise than is kept (企业疑义). Who is in charge lies sealed under the enterprise's key."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="doubts")
    field = models.CharField(_("数据项"), max_length=48)
    value = models.TextField(_("另一说法"), blank=True)
    sealed_value = models.BinaryField(null=True)
    source = models.CharField(_("来源"), max_length=64)
    state = models.CharField(_("状态"), max_length=8, choices=Doubt.State.choices, default=Doubt.State.RAISED)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    raised_at = models.DateTimeField(_("提出时间"))
    settled_at = models.DateTimeField(_("处理时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("企业疑义")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enterprise", "field", "source"], condition=Q(state="raised"), name="one_open_doubt_per_source")
        ]
