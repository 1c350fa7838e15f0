"""What the command centre keeps: figures of past days, links of screens, hot spots (大屏)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.access.models import scope_code


class DayFigures(models.Model):
    """What came and what was closed on one day in one area, community or wider (日统计). Made anew each night from the cases.

    The row with an empty code says that the day is kept: an area without a row had nothing on it.
    """

    day = models.DateField(_("日期"))
    code = models.CharField(_("区划代码"), max_length=12, blank=True, db_collation="C")
    came = models.PositiveIntegerField(_("上报"), default=0)
    closed = models.PositiveIntegerField(_("办结"), default=0)
    in_time = models.PositiveIntegerField(_("按时"), default=0)
    late = models.PositiveIntegerField(_("超时"), default=0)
    shares = models.JSONField(default=dict)
    """Of what came: `category`, `source`, `hour`; of what was closed: `rating`; each `{key: count}`. Of what moved: `stage`,
    `{state left: [times, seconds]}`."""

    class Meta:
        verbose_name = _("日统计")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "day"], name="one_row_of_figures_per_area_and_day"),
            models.CheckConstraint(condition=Q(code__regex=r"^(\d{4}|\d{6}|\d{9}|\d{12})?$"), name="figures_are_of_an_area"),
        ]


class ScreenLink(models.Model):
    """A link that shows the command centre of one area without a sign-in until it expires or is revoked (大屏链接)."""

    name = models.CharField(_("用于"), max_length=64)
    code = models.CharField(_("区划代码"), max_length=15, validators=[scope_code], db_collation="C")
    made_by = models.ForeignKey("governance.User", models.PROTECT, related_name="+", verbose_name=_("生成人"))
    made_at = models.DateTimeField(_("生成时间"))
    expires_at = models.DateTimeField(_("到期时间"))
    revoked_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("大屏链接")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="screen_link_expires_after_it_was_made"),
            models.CheckConstraint(condition=Q(code__regex=r"^(\d{4}|\d{6}|\d{9}|\d{12}|\d{15})$"), name="screen_link_is_of_an_area"),
            models.CheckConstraint(condition=~Q(name=""), name="screen_link_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class HotSpot(models.Model):
    """Where more happened lately than the same places and weeks let expect (热点). One scan of a district replaces its last one."""

    district = models.CharField(_("区"), max_length=6, db_collation="C")
    code = models.CharField(_("中心"), max_length=15, db_collation="C")
    codes = ArrayField(models.CharField(max_length=15), verbose_name=_("涉及区域"))
    radius_m = models.PositiveIntegerField(_("半径（米）"))
    kind = models.CharField(_("大类"), max_length=24, blank=True)
    """`kind.major_code` of the categories, empty for all together."""
    since = models.DateField(_("起"))
    until = models.DateField(_("止"))
    seen = models.PositiveIntegerField(_("实际"))
    expected = models.FloatField(_("预期"))
    p = models.FloatField(_("误报概率"))
    scanned_at = models.DateTimeField(_("扫描时间"))

    class Meta:
        verbose_name = _("热点")
        indexes: ClassVar = [models.Index(fields=["code"], name="hot_spot_by_code")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(p__gt=0) & Q(p__lte=1), name="hot_spot_has_a_chance"),
            models.CheckConstraint(condition=Q(seen__gt=F("expected")) & Q(expected__gte=0), name="hot_spot_is_more_than_expected"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="hot_spot_ends_after_it_began"),
        ]
