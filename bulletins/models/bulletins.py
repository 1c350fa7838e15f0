"""Bulletins and the community newspaper (公告、社区报)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.access.models import scope_code


class BulletinKind(models.TextChoices):
    """A notice of the office, or an article of the community's newspaper."""

    NOTICE = "notice", _("公告")
    NEWSPAPER = "newspaper", _("社区报")


class Bulletin(models.Model):
    """Something written for the residents of an area; seen by everybody once it is published, until it is withdrawn."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(_("类别"), max_length=12, choices=BulletinKind.choices, default=BulletinKind.NOTICE)
    title = models.CharField(_("标题"), max_length=100)
    body = models.CharField(_("正文"), max_length=10_000)
    code = models.CharField(_("区域"), max_length=15, validators=[scope_code], db_collation="C")
    unit = models.ForeignKey("governance.Unit", models.PROTECT, related_name="+", verbose_name=_("发布单位"))
    author = models.ForeignKey("governance.User", models.PROTECT, related_name="+", null=True, verbose_name=_("起草人"))
    written_at = models.DateTimeField(_("起草时间"))
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("公告")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=BulletinKind.values), name="bulletin_kind_is_known"),
            models.CheckConstraint(condition=Q(code__regex=r"^(\d{4}|\d{6}|\d{9}|\d{12}|\d{15})$"), name="bulletin_code_is_a_code"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(published_at__isnull=False, withdrawn_at__gte=F("published_at")),
                name="bulletin_is_withdrawn_after_it_was_published",
            ),
        ]
        indexes: ClassVar = [
            models.Index("code", "published_at", name="bulletin_by_code"),
            models.Index("published_at", name="bulletin_in_force", condition=Q(published_at__isnull=False, withdrawn_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.title


class Picture(models.Model):
    """A cleaned picture of a bulletin, with words for those who do not see it."""

    id = models.UUIDField(primary_key=True)
    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="pictures")
    file = models.CharField(max_length=64)
    alt = models.CharField(_("图片说明"), max_length=100)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("公告图片")
        constraints: ClassVar = [models.UniqueConstraint(fields=["bulletin", "place"], name="one_picture_per_place")]
