"""Emergency notices (应急通知) with the words of the Common Alerting Protocol 1.2, and who of the grids has read them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.access.models import scope_code


class MessageKind(models.TextChoices):
    """CAP msgType."""

    ALERT = "Alert", _("发布")
    UPDATE = "Update", _("更新")
    CANCEL = "Cancel", _("解除")


class Theme(models.TextChoices):
    """CAP category."""

    GEO = "Geo", _("地质")
    MET = "Met", _("气象")
    SAFETY = "Safety", _("公共安全")
    RESCUE = "Rescue", _("救援")
    FIRE = "Fire", _("火灾")
    HEALTH = "Health", _("卫生")
    ENV = "Env", _("环境")
    TRANSPORT = "Transport", _("交通")
    INFRA = "Infra", _("水电气")
    OTHER = "Other", _("其他")


class Urgency(models.TextChoices):
    """CAP urgency: how soon one must act."""

    IMMEDIATE = "Immediate", _("立即行动")
    EXPECTED = "Expected", _("一小时内")
    FUTURE = "Future", _("近期")
    PAST = "Past", _("已过去")
    UNKNOWN = "Unknown", _("不明")


class Severity(models.TextChoices):
    """CAP severity: what it threatens."""

    EXTREME = "Extreme", _("特别重大")
    SEVERE = "Severe", _("重大")
    MODERATE = "Moderate", _("较大")
    MINOR = "Minor", _("一般")
    UNKNOWN = "Unknown", _("不明")


class Certainty(models.TextChoices):
    """CAP certainty."""

    OBSERVED = "Observed", _("已发生")
    LIKELY = "Likely", _("很可能")
    POSSIBLE = "Possible", _("可能")
    UNLIKELY = "Unlikely", _("不大可能")
    UNKNOWN = "Unknown", _("不明")


class Alert(models.Model):
    """One message. An update or a cancellation is a message of its own that names the one it replaces."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(_("消息类型"), max_length=8, choices=MessageKind.choices, default=MessageKind.ALERT)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    event = models.CharField(_("事件"), max_length=40)
    theme = models.CharField(_("类别"), max_length=12, choices=Theme.choices, default=Theme.OTHER)
    urgency = models.CharField(_("紧迫程度"), max_length=12, choices=Urgency.choices, default=Urgency.EXPECTED)
    severity = models.CharField(_("严重程度"), max_length=12, choices=Severity.choices, default=Severity.MODERATE)
    certainty = models.CharField(_("确定程度"), max_length=12, choices=Certainty.choices, default=Certainty.LIKELY)
    headline = models.CharField(_("标题"), max_length=80)
    description = models.CharField(_("情况"), max_length=2000)
    instruction = models.CharField(_("请这样做"), max_length=2000, blank=True)
    contact = models.CharField(_("联系电话"), max_length=64, blank=True)
    code = models.CharField(_("区域"), max_length=15, validators=[scope_code], db_collation="C")
    unit = models.ForeignKey("governance.Unit", models.PROTECT, related_name="+", verbose_name=_("发布单位"))
    author = models.ForeignKey("governance.User", models.PROTECT, related_name="+", null=True, verbose_name=_("发布人"))
    sent_at = models.DateTimeField(_("发布时间"))
    expires_at = models.DateTimeField(_("有效期至"))

    class Meta:
        verbose_name = _("应急通知")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=MessageKind.values), name="alert_kind_is_known"),
            models.CheckConstraint(condition=Q(theme__in=Theme.values), name="alert_theme_is_known"),
            models.CheckConstraint(condition=Q(urgency__in=Urgency.values), name="alert_urgency_is_known"),
            models.CheckConstraint(condition=Q(severity__in=Severity.values), name="alert_severity_is_known"),
            models.CheckConstraint(condition=Q(certainty__in=Certainty.values), name="alert_certainty_is_known"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("sent_at")), name="alert_expires_after_it_was_sent"),
            models.CheckConstraint(
                condition=Q(kind="Alert", replaces__isnull=True) | (~Q(kind="Alert") & Q(replaces__isnull=False)),
                name="alert_replaces_unless_it_is_the_first",
            ),
            models.CheckConstraint(condition=Q(code__regex=r"^(\d{4}|\d{6}|\d{9}|\d{12}|\d{15})$"), name="alert_code_is_a_code"),
        ]
        indexes: ClassVar = [models.Index("expires_at", name="alert_by_end")]

    def __str__(self) -> str:
        return self.headline


class Acknowledgement(models.Model):
    """That somebody of the field has read an alert and passes it on in their area (网格员签收)."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="acknowledgements")
    user = models.ForeignKey("governance.User", models.PROTECT, related_name="+")
    code = models.CharField(max_length=15, db_collation="C")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("签收")
        constraints: ClassVar = [models.UniqueConstraint(fields=["alert", "user", "code"], name="one_acknowledgement_per_post")]
