"""What the office keeps to answer for its register: saved views, assessments, agreements (视图、影响评估、共享协议)."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A set of filters under a name (常用视图). It holds areas and field filters, never a searched name or number."""

    user_id = models.BigIntegerField()
    name = models.CharField(_("名称"), max_length=30)
    filters = models.JSONField(_("条件"), default=dict)
    made_at = models.DateTimeField(_("保存时间"))

    class Meta:
        verbose_name = _("常用视图")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user_id", "name"], name="one_view_per_name")]


class Assessment(models.Model):
    """An impact assessment before a handling of personal data (个人信息保护影响评估, PIPL art. 55, 56); kept three years and more."""

    class Kind(models.TextChoices):
        """What has to be assessed beforehand."""

        SENSITIVE = "sensitive", _("处理敏感个人信息")
        AUTOMATED = "automated", _("自动化决策")
        ENTRUSTED = "entrusted", _("委托处理")
        GIVEN = "given", _("向其他处理者提供")
        PUBLISHED = "published", _("公开个人信息")

    id = models.UUIDField(primary_key=True, default=uuid4)
    code = models.CharField(_("区划代码"), max_length=15, db_collation="C")
    kind = models.CharField(_("事项"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("名称"), max_length=100)
    lawful = models.TextField(_("目的、方式是否合法、正当、必要"))
    effect = models.TextField(_("对个人权益的影响及安全风险"))
    measures = models.TextField(_("保护措施是否合法、有效并与风险相适应"))
    decision = models.CharField(_("结论"), max_length=200)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(_("评估时间"))
    keep_until = models.DateField(_("保存至"))

    class Meta:
        verbose_name = _("影响评估")


class Agreement(models.Model):
    """An agreement by which data come in or go out (共享、委托协议): who, what, how long, on which assessment."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    code = models.CharField(_("区划代码"), max_length=15, db_collation="C")
    giver = models.CharField(_("提供方"), max_length=100)
    taker = models.CharField(_("接收方"), max_length=100)
    purpose = models.CharField(_("用途"), max_length=200)
    basis = models.CharField(_("法律依据"), max_length=200)
    items = models.CharField(_("数据项"), max_length=500)
    way = models.CharField(_("方式与频次"), max_length=100)
    contact = models.CharField(_("联系人"), max_length=60)
    assessment = models.ForeignKey(Assessment, models.PROTECT, null=True, blank=True, verbose_name=_("影响评估"))
    starts_on = models.DateField(_("开始"))
    ends_on = models.DateField(_("结束"))
    stopped_at = models.DateTimeField(_("终止时间"), null=True, blank=True)
    made_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("协议")
        constraints: ClassVar = [models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="agreement_ends_after_start")]
