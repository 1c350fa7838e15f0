"""Templates, addresses, notices and their deliveries (通知模板, 收件地址, 通知, 投递)."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """By which way (渠道)."""

    EMAIL = "email", _("电子邮件")
    SMS = "sms", _("短信")
    PUSH = "push", _("浏览器推送")
    WECOM = "wecom", _("企业微信群机器人")
    DINGTALK = "dingtalk", _("钉钉群机器人")
    WEBHOOK = "webhook", _("网络回调")


class Language(models.TextChoices):
    """In which words."""

    CHINESE = "zh-hans", _("简体中文")
    ENGLISH = "en", _("English")


class Template(models.Model):
    """The words for an event, an audience and a language. `{name}` stands for a fact; there is no other syntax (E12)."""

    event = models.CharField(_("事件"), max_length=48)
    audience = models.CharField(_("对象"), max_length=24)
    language = models.CharField(_("语言"), max_length=8, choices=Language.choices)
    subject = models.CharField(_("标题"), max_length=120)
    body = models.CharField(_("正文"), max_length=1000)
    gateway_code = models.CharField(_("短信平台模板编号"), max_length=64, blank=True)
    by_hand = models.BooleanField(_("人工修改"), default=False)

    class Meta:
        verbose_name = _("通知模板")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "audience", "language"], name="one_template_per_event_audience_language")
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.audience} {self.language}"


class Address(models.Model):
    """Where notices for somebody go (收件地址): of a user, of a unit, or of a topic such as `incident:<uuid>`.

    The address itself is sealed; `digest` finds it again, `hint` is its masked form for lists.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    channel = models.CharField(_("渠道"), max_length=12, choices=Channel.choices)
    user = models.ForeignKey("governance.User", models.CASCADE, null=True, blank=True, related_name="+")
    unit = models.ForeignKey("governance.Unit", models.CASCADE, null=True, blank=True, related_name="+")
    topic = models.CharField(max_length=80, blank=True, db_collation="C")
    sealed = models.BinaryField(null=True)
    digest = models.BinaryField(max_length=32)
    hint = models.CharField(max_length=120)
    language = models.CharField(_("语言"), max_length=8, choices=Language.choices, default=Language.CHINESE)
    events = ArrayField(models.CharField(max_length=48), default=list, blank=True)
    """Only these; empty: all that come to its owner."""
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("收件地址")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, unit__isnull=True, topic="")
                | Q(user__isnull=True, unit__isnull=False, topic="")
                | (Q(user__isnull=True, unit__isnull=True) & ~Q(topic="")),
                name="address_has_one_owner",
            ),
            models.CheckConstraint(condition=Q(ended_at__isnull=False) | Q(sealed__isnull=False), name="address_in_use_is_there"),
            models.UniqueConstraint(
                fields=["channel", "digest", "user", "unit", "topic"],
                condition=Q(ended_at__isnull=True),
                name="one_address_per_owner",
                nulls_distinct=False,
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["topic"], name="address_of_topic", condition=~Q(topic=""))]

    def __str__(self) -> str:
        return f"{self.channel} {self.hint}"


class Notice(models.Model):
    """That something is to be told (通知). `key` names the occurrence: the same key again is the same notice.

    `sealed` holds the facts and to whom, until they are no longer needed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    key = models.CharField(max_length=160, unique=True)
    event = models.CharField(_("事件"), max_length=48)
    audience = models.CharField(_("对象"), max_length=24)
    code = models.CharField(_("区划代码"), max_length=15, blank=True, db_collation="C")
    sealed = models.BinaryField(null=True)
    at = models.DateTimeField(_("时间"))
    until = models.DateTimeField(_("有效至"), null=True, blank=True)
    spread_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("通知")
        indexes: ClassVar = [
            models.Index(fields=["at"], name="notice_not_spread", condition=Q(spread_at__isnull=True)),
            models.Index(fields=["at"], name="notice_not_purged", condition=Q(sealed__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.key


class Status(models.TextChoices):
    """How far a delivery is (投递状态)."""

    WAITING = "waiting", _("等待发送")
    SENDING = "sending", _("正在发送")
    SENT = "sent", _("已发送")
    FAILED = "failed", _("发送失败")
    SETTLED = "settled", _("失败已处理")


class Delivery(models.Model):
    """One notice to one recipient by one channel (投递). Its id goes with it, so that a receiver knows a second copy (A9)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    channel = models.CharField(_("渠道"), max_length=12, choices=Channel.choices)
    recipient = models.BinaryField(max_length=32)
    sealed = models.BinaryField(null=True)
    hint = models.CharField(_("收件人"), max_length=120)
    language = models.CharField(_("语言"), max_length=8, choices=Language.choices)
    status = models.CharField(_("状态"), max_length=8, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    next_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("发送时间"), null=True, blank=True)
    fault = models.CharField(_("原因"), max_length=200, blank=True)
    shown = models.CharField(_("内容"), max_length=1200, blank=True)
    """What the default sender wrote instead of sending; purged like the address."""

    class Meta:
        verbose_name = _("投递")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "channel", "recipient"], name="one_delivery_per_recipient_and_channel"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="delivery_status_is_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="delivery_open", condition=Q(status__in=["waiting", "sending"])),
            models.Index(fields=["status", "next_at"], name="delivery_failed", condition=Q(status="failed")),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.status}"
