"""Tables of the open interface (开放接口): questions per category, keys, what came by a key, other cities' servers."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Datatype(models.TextChoices):
    """What an answer is (GeoReport v2)."""

    STRING = "string", _("短文字")
    NUMBER = "number", _("数字")
    DATETIME = "datetime", _("时间")
    TEXT = "text", _("长文字")
    ONE = "singlevaluelist", _("单选")
    SOME = "multivaluelist", _("多选")


class Question(models.Model):
    """A question of a category (类别附加问题), as reporters are asked it. `variable` false: only told, not asked."""

    category = models.ForeignKey("incidents.Category", models.CASCADE, related_name="questions", verbose_name=_("类别"))
    code = models.SlugField(_("代码"), max_length=32)
    datatype = models.CharField(_("类型"), max_length=16, choices=Datatype.choices)
    variable = models.BooleanField(_("需要回答"), default=True)
    required = models.BooleanField(_("必答"), default=False)
    order = models.PositiveSmallIntegerField(_("顺序"), default=0)
    text = models.CharField(_("问题"), max_length=200)
    text_en = models.CharField(_("英文问题"), max_length=200, blank=True)
    hint = models.CharField(_("说明"), max_length=200, blank=True)
    choices = models.JSONField(_("选项"), default=list)
    """`[{"key", "name", "name_en"}]` of lists."""

    class Meta:
        verbose_name = _("附加问题")
        ordering: ClassVar = ["category", "order", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["category", "code"], name="one_question_per_code"),
            models.CheckConstraint(condition=Q(datatype__in=Datatype.values), name="question_datatype_is_known"),
        ]

    def __str__(self) -> str:
        return self.text


class ApiKey(models.Model):
    """A key by which another program files cases (接口密钥); only its SHA-256 is kept."""

    name = models.CharField(_("名称"), max_length=80, unique=True)
    digest = models.BinaryField(max_length=32, unique=True)
    per_hour = models.PositiveIntegerField(_("每小时上限"), default=600)
    issued_at = models.DateTimeField(_("签发时间"))
    ended_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("接口密钥")

    def __str__(self) -> str:
        return self.name


class Submission(models.Model):
    """A case that came by a key (接口来件). `token` stands for its number until it is public."""

    key = models.ForeignKey(ApiKey, models.PROTECT, related_name="submissions")
    incident = models.OneToOneField("incidents.Incident", models.PROTECT, related_name="submission")
    client_id = models.CharField(max_length=64, null=True, blank=True)
    form_digest = models.BinaryField(max_length=32)
    token = models.CharField(max_length=32, unique=True)
    answers = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("接口来件")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "client_id"], condition=Q(client_id__isnull=False), name="one_submission_per_client_id")
        ]


class Peer(models.Model):
    """Another city's GeoReport server (外部平台). `services` maps its service codes to ours; `code` is where its cases go."""

    name = models.CharField(_("名称"), max_length=64, unique=True)
    endpoint = models.URLField(_("地址"), max_length=300)
    jurisdiction = models.CharField(max_length=64, blank=True)
    sealed_key = models.BinaryField(null=True)
    inside = models.BooleanField(default=False, help_text=_("运行人员声明：该服务器在自有网络内"))
    services = models.JSONField(_("服务对照"), default=dict)
    code = models.CharField(_("区划代码"), max_length=15, blank=True, db_collation="C")
    read_until = models.DateTimeField(null=True, blank=True)
    updates_read_until = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(_("原因"), max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("外部平台")

    def __str__(self) -> str:
        return self.name


class Exchange(models.Model):
    """One case that two servers know (往来案件): which of theirs it is, and how far each side told the other."""

    peer = models.ForeignKey(Peer, models.PROTECT, related_name="exchanges")
    incident = models.OneToOneField("incidents.Incident", models.PROTECT, related_name="exchange")
    remote_id = models.CharField(_("对方编号"), max_length=64, blank=True)
    remote_token = models.CharField(max_length=64, blank=True)
    imported = models.BooleanField(_("由对方转来"))
    remote_status = models.CharField(max_length=16, blank=True)
    told_version = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("往来案件")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["peer", "remote_id"], condition=~Q(remote_id=""), name="one_exchange_per_remote_case")
        ]


class RemoteUpdate(models.Model):
    """An update that came from elsewhere (外部进展), once: by its sender and the sender's own number for it."""

    sender = models.CharField(max_length=80)
    update_id = models.CharField(max_length=64)
    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="+")
    body_digest = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("外部进展")
        constraints: ClassVar = [models.UniqueConstraint(fields=["sender", "update_id"], name="one_update_per_sender_and_number")]
