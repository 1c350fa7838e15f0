"""A case from report to close (案件)."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db.models import F, Q, Value
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from incidents.workflow import OPEN, State


class Source(models.TextChoices):
    """How a report came in (来源)."""

    GRID_WORKER = "grid_worker", _("网格员上报")
    RESIDENT = "resident", _("居民上报")
    HOTLINE = "hotline", _("热线")
    MAILBOX = "mailbox", _("政府信箱")
    WECHAT = "wechat", _("微信公众号")
    APP = "app", _("手机应用")
    PHONE = "phone", _("固话投诉")
    OPEN311 = "open311", _("开放接口")
    DEPARTMENT = "department", _("部门转办")
    OTHER = "other", _("其他")


class Nature(models.TextChoices):
    """What the reporter wants (诉求性质)."""

    COMPLAINT = "complaint", _("投诉")
    HELP = "help", _("求决")
    QUESTION = "question", _("咨询")
    SUGGESTION = "suggestion", _("建议")
    PRAISE = "praise", _("感谢")
    OTHER = "other", _("其他")


class Placing(models.TextChoices):
    """How the place of a case was found (定位结果)."""

    INSIDE = "inside", _("网格内")
    BORDER = "border", _("网格边界")
    OUTSIDE = "outside", _("辖区外")
    COMMUNITY = "community", _("按社区（大致位置）")
    NOWHERE = "nowhere", _("没有位置")


class Incident(models.Model):
    """One case. `id` is made by the client, so a retry is the same case. `code` is where it was when filed.

    State, area, category and time stand in one row so that one index serves a queue.
    """

    id = models.UUIDField(primary_key=True)
    number = models.CharField(_("案件编号"), max_length=22, db_collation="C")
    state = models.CharField(_("状态"), max_length=12, choices=State.choices)
    version = models.PositiveIntegerField(default=1)
    code = models.CharField(_("区划代码"), max_length=15, db_collation="C")
    street = models.GeneratedField(
        expression=Substr("code", 1, 9), output_field=models.CharField(max_length=9, db_collation="C"), db_persist=True
    )
    community = models.GeneratedField(
        expression=Substr("code", 1, 12), output_field=models.CharField(max_length=12, db_collation="C"), db_persist=True
    )
    category = models.ForeignKey("incidents.Category", models.PROTECT, verbose_name=_("类别"), db_index=False)
    standard = models.ForeignKey("incidents.Standard", models.PROTECT, null=True, blank=True, verbose_name=_("立案标准"), db_index=False)
    source = models.CharField(_("来源"), max_length=16, choices=Source.choices)
    nature = models.CharField(_("诉求性质"), max_length=16, choices=Nature.choices, default=Nature.COMPLAINT)
    text = models.CharField(_("描述"), max_length=6000, blank=True)
    place = models.CharField(_("地点"), max_length=200, blank=True)
    point = models.PointField(srid=4326, null=True, blank=True)
    accuracy_m = models.FloatField(_("精度（米）"), null=True, blank=True)
    datum = models.CharField(_("坐标系"), max_length=8, default="wgs84")
    original = models.JSONField(_("原始坐标"), null=True, blank=True)
    placing = models.CharField(_("定位结果"), max_length=12, choices=Placing.choices)
    captured_at = models.DateTimeField(_("现场时间"))
    received_at = models.DateTimeField(_("收到时间"))
    clock_skewed = models.BooleanField(_("手机时间有偏差"), default=False)
    reporter = models.ForeignKey(
        "governance.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("上报人"), db_index=False
    )
    follow_digest = models.BinaryField(max_length=32, null=True, blank=True)
    body_digest = models.BinaryField(max_length=32)
    unit = models.ForeignKey(
        "governance.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("处置单位"), db_index=False
    )
    handler = models.ForeignKey(
        "governance.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("处置人"), db_index=False
    )
    worker = models.ForeignKey(
        "governance.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("现场办理人"), db_index=False
    )
    proposals = models.JSONField(_("建议单位"), default=list)
    dispatched_at = models.DateTimeField(_("派遣时间"), null=True, blank=True)
    due_at = models.DateTimeField(_("本环节截止时间"), null=True, blank=True)
    handle_due_at = models.DateTimeField(_("处置截止时间"), null=True, blank=True)
    calendar = models.CharField(_("日历版本"), max_length=32, blank=True)
    late = models.BooleanField(_("超时"), null=True, blank=True, help_text=_("反馈时是否已过截止时间；不得事后修改"))
    reworks = models.PositiveSmallIntegerField(_("返工次数"), default=0)
    returns = models.PositiveSmallIntegerField(_("回退次数"), default=0)
    verified = models.CharField(_("核实结果"), max_length=16, blank=True)
    on_the_spot = models.BooleanField(_("自处置"), default=False)
    survivor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("并入案件"))
    closed_at = models.DateTimeField(_("结案时间"), null=True, blank=True)
    origin = models.CharField(_("外部编号"), max_length=64, null=True, blank=True)
    clocks = models.JSONField(_("计时"), default=list, db_default=Value([], models.JSONField()))
    yellow_at = models.DateTimeField(_("临期时间"), null=True, blank=True)
    wake_at = models.DateTimeField(_("下次查看时间"), null=True, blank=True)
    paused_at = models.DateTimeField(_("暂停计时"), null=True, blank=True)
    asked_at = models.DateTimeField(_("提问时间"), null=True, blank=True)
    suspended_until = models.DateTimeField(_("挂账至"), null=True, blank=True)
    talks = models.PositiveSmallIntegerField(_("往来条数"), default=0, db_default=0)
    urged = models.PositiveSmallIntegerField(_("督办级别"), default=0, db_default=0)
    owed = models.PositiveSmallIntegerField(_("待回复督办"), default=0, db_default=0)
    reminders = models.PositiveSmallIntegerField(_("催办次数"), default=0, db_default=0)
    reminded_at = models.DateTimeField(_("催办时间"), null=True, blank=True)
    reopens = models.PositiveSmallIntegerField(_("重新打开次数"), default=0, db_default=0)
    extensions = models.PositiveSmallIntegerField(_("延期次数"), default=0, db_default=0)
    suspensions = models.PositiveSmallIntegerField(_("挂账次数"), default=0, db_default=0)
    rating = models.PositiveSmallIntegerField(_("评价"), null=True, blank=True)
    rated_at = models.DateTimeField(_("评价时间"), null=True, blank=True)
    called_back = models.CharField(_("回访结果"), max_length=12, blank=True, default="", db_default="")
    pending = models.CharField(_("待审批"), max_length=12, blank=True, default="", db_default="")
    requested = models.BooleanField(_("有过申请"), default=False, db_default=False)
    forced = models.BooleanField(_("强制结案"), default=False, db_default=False)
    appealed = models.BooleanField(_("已申诉"), default=False, db_default=False)
    exempt = models.BooleanField(_("不计超时"), default=False, db_default=False, help_text=_("申诉成立：统计时不算，超时的事实不变"))
    co_units = ArrayField(models.BigIntegerField(), verbose_name=_("协办单位"), null=True, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("主案件"), db_index=False
    )
    split = models.PositiveSmallIntegerField(_("分案数"), default=0, db_default=0)
    former = ArrayField(
        models.CharField(max_length=15), verbose_name=_("曾在区域"), null=True, blank=True, help_text=_("转出区域及上级：只可查看")
    )
    desk = models.CharField(_("承办层级"), max_length=15, blank=True, default="", db_default="", db_collation="C")

    class Meta:
        verbose_name = _("案件")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="incident_state_is_known"),
            models.CheckConstraint(condition=Q(code__regex=r"^(\d{4}|\d{6}|\d{9}|\d{12}|\d{15})$"), name="incident_code_is_a_code"),
            models.CheckConstraint(
                condition=~Q(state__in=["dispatched", "handling"]) | Q(unit__isnull=False), name="dispatched_incident_has_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("received_at")), name="incident_closes_after_it_came"
            ),
            # A constraint, not unique=True: that would add a second index for LIKE, which the C collation serves already.
            models.CheckConstraint(
                condition=Q(state="merged", survivor__isnull=False) | (~Q(state="merged") & Q(survivor__isnull=True)),
                name="merged_incident_has_a_survivor",
            ),
            models.CheckConstraint(condition=Q(rating__isnull=True) | Q(rating__gte=1, rating__lte=5), name="rating_is_1_to_5"),
            models.CheckConstraint(
                condition=~Q(state="suspended") | Q(suspended_until__isnull=False, paused_at__isnull=False),
                name="suspended_incident_has_an_end",
            ),
            models.CheckConstraint(condition=Q(exempt=False) | Q(late=True, appealed=True), name="exempt_after_an_appeal_only"),
            models.UniqueConstraint(fields=["number"], name="one_incident_per_number"),
            models.UniqueConstraint(fields=["origin"], condition=Q(origin__isnull=False), name="one_incident_per_origin"),
            models.UniqueConstraint(fields=["follow_digest"], condition=Q(follow_digest__isnull=False), name="one_incident_per_link"),
        ]
        indexes: ClassVar = [
            GistIndex(fields=["point"], name="incident_open_point", condition=Q(state__in=sorted(OPEN), point__isnull=False)),
            models.Index("received_at", "id", name="incident_by_time"),
            models.Index("state", "received_at", "id", name="incident_by_state"),
            models.Index("street", "state", "category", "received_at", name="incident_by_street"),
            models.Index("community", "state", "received_at", name="incident_by_community"),
            models.Index("code", "received_at", name="incident_by_code"),
            models.Index("unit", "state", "received_at", name="incident_by_unit"),
            models.Index("category", "received_at", name="incident_by_category"),
            models.Index(
                "due_at", name="incident_by_deadline", condition=Q(state__in=sorted(OPEN), due_at__isnull=False), include=["code", "state"]
            ),
            models.Index("reporter", "received_at", name="incident_by_reporter", condition=Q(reporter__isnull=False)),
            models.Index("closed_at", name="incident_by_closing", condition=Q(closed_at__isnull=False)),
            models.Index("handler", "state", name="incident_by_handler", condition=Q(handler__isnull=False)),
            models.Index("wake_at", name="incident_to_wake", condition=Q(wake_at__isnull=False)),
            models.Index("parent", name="incident_by_parent", condition=Q(parent__isnull=False)),
            GinIndex(fields=["co_units"], name="incident_by_co_unit", condition=Q(co_units__isnull=False)),
            GinIndex(fields=["former"], name="incident_by_former_area", condition=Q(former__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number
