"""What the public sees of single cases by somebody's decision, and what residents do with them (公开与互助)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Showing(models.Model):
    """A decision about showing a case: the reporter's wish, a moderator's word, a flood that waits for one (公开决定).

    A case without a row is shown by the rule of its category alone.
    """

    incident = models.OneToOneField("incidents.Incident", models.CASCADE, primary_key=True, related_name="showing")
    private = models.BooleanField(_("居民不公开描述"), default=False)
    """The reporter asked that words, place and photos are not shown."""
    held = models.BooleanField(_("待人工查看"), default=False)
    """It came with too many others: it is worked on, and not shown before somebody looked."""
    hidden = models.BooleanField(_("不公开"), default=False)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("公开决定")
        indexes: ClassVar = [models.Index(fields=["incident"], name="showing_held", condition=Q(held=True))]


class MeToo(models.Model):
    """Another phone met the same thing (我也遇到)."""

    incident = models.ForeignKey("incidents.Incident", models.CASCADE, related_name="metoos")
    device = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("我也遇到")
        constraints: ClassVar = [models.UniqueConstraint(fields=["incident", "device"], name="one_metoo_per_phone")]


class Helper(models.TextChoices):
    """Who takes something up."""

    RESIDENT = "resident", _("居民")
    VOLUNTEERS = "volunteers", _("志愿队")
    FIRM = "firm", _("企业商户")


class Adoption(models.Model):
    """A released small case, taken up by neighbours (邻里认领): offered by the desk, taken, mended, checked by the grid."""

    incident = models.OneToOneField("incidents.Incident", models.CASCADE, related_name="adoption")
    offered_at = models.DateTimeField(_("开放认领时间"))
    helper = models.CharField(_("认领方"), max_length=12, choices=Helper.choices, blank=True)
    name = models.CharField(_("署名"), max_length=40, blank=True)
    device = models.BinaryField(max_length=32, null=True)
    taken_at = models.DateTimeField(_("认领时间"), null=True, blank=True)
    promised_at = models.DateTimeField(_("承诺完成"), null=True, blank=True)
    done_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    checked_at = models.DateTimeField(_("核查时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("邻里认领")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(helper__in=["", *Helper.values]), name="adoption_helper_is_known"),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True, device__isnull=True, promised_at__isnull=True)
                | (Q(taken_at__isnull=False, device__isnull=False, promised_at__gt=F("taken_at")) & ~Q(name="") & ~Q(helper="")),
                name="adoption_is_taken_by_somebody_until_some_time",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(taken_at__isnull=False), name="adoption_is_taken_before_it_is_done"
            ),
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True) | Q(done_at__isnull=False), name="adoption_is_done_before_it_is_checked"
            ),
        ]
