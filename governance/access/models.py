"""Users, units and posts (用户, 机构, 岗位)."""

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from governance.access.roles import ADMINISTRATORS, Role

scope_code = RegexValidator(r"^(\d{4}|\d{6}|\d{9}|\d{12}|\d{15})$", _("区划代码应为 4、6、9、12 或 15 位数字。"))


class UserManager(BaseUserManager["User"]):
    """Finds users by sign-in name; `governance.access.actions` adds them."""


class User(AbstractBaseUser):
    """A member of staff who signs in (用户). Residents have no account."""

    username = models.CharField(_("登录名"), max_length=64, unique=True)
    display_name = models.CharField(_("姓名"), max_length=64)
    work_phone = models.CharField(_("工作电话"), max_length=32, blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    fictitious = models.BooleanField(_("演示人员"), default=False, help_text=_("演示数据中的虚构人员"))
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        verbose_name = _("用户")

    def __str__(self) -> str:
        return self.display_name

    def get_full_name(self) -> str:
        """The name as shown on cards."""
        return self.display_name


class UnitKind(models.TextChoices):
    """Kinds of organisation (机构类别)."""

    CENTRE = "centre", _("区级指挥中心")
    STREET_OFFICE = "street_office", _("街道办事处")
    COMMUNITY_COMMITTEE = "community_committee", _("社区居委会")
    DEPARTMENT = "department", _("职能部门")
    CONTRACTOR = "contractor", _("服务单位")


class Unit(models.Model):
    """An organisation that handles cases or employs staff (机构); `codes` are the areas it serves."""

    name = models.CharField(_("名称"), max_length=128)
    kind = models.CharField(_("类别"), max_length=24, choices=UnitKind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name=_("上级机构"))
    codes = ArrayField(models.CharField(max_length=15, validators=[scope_code]), verbose_name=_("服务区域"))
    phone = models.CharField(_("电话"), max_length=32, blank=True)
    imported = models.BooleanField(_("由导入产生"), default=False)
    ended_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("机构")
        indexes: ClassVar = [GinIndex(fields=["codes"], name="unit_codes")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["name", "codes"], name="one_unit_per_name_and_area")]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A role held by a user for a unit and an area, from a time until a time (岗位)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="posts", verbose_name=_("人员"))
    role = models.CharField(_("角色"), max_length=24, choices=Role.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("机构"))
    code = models.CharField(_("区划代码"), max_length=15, validators=[scope_code], db_collation="C")
    starts_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("结束"), null=True, blank=True)

    class Meta:
        verbose_name = _("岗位")
        indexes: ClassVar = [models.Index(fields=["code", "role"], name="post_code_role")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="post_role_is_known"),
            models.CheckConstraint(condition=Q(code__regex=r"^(\d{4}|\d{6}|\d{9}|\d{12}|\d{15})$"), name="post_code_is_a_code"),
            models.CheckConstraint(condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="post_ends_after_start"),
            # Two administrator posts of one person may not overlap in time, whichever two they are.
            ExclusionConstraint(
                name="administrators_are_kept_apart",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (
                        Func("starts_at", "ends_at", RangeBoundary(), function="TSTZRANGE", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(role__in=ADMINISTRATORS),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.code}"

    def held(self, at: datetime) -> bool:
        """Whether the post is held at that moment."""
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)


class Token(models.Model):
    """A bearer token of a user for programs (访问令牌); only its SHA-256 is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    digest = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("访问令牌")


class Leave(models.Model):
    """Somebody is away from a post for some days, and who stands in (请假, 代班). The stand-in holds a post of the same kind meanwhile."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="leaves", verbose_name=_("岗位"))
    stand_in = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("代班人"))
    granted = models.OneToOneField(Post, models.PROTECT, null=True, blank=True, related_name="stands_in_by", verbose_name=_("代班岗位"))
    starts_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("结束"))
    told_as = models.UUIDField(null=True, blank=True, unique=True)
    """The id that a phone gave it: the same sent again is the same leave."""

    class Meta:
        verbose_name = _("请假")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="leave_ends_after_start"),
            models.CheckConstraint(
                condition=Q(stand_in__isnull=True, granted__isnull=True) | Q(stand_in__isnull=False, granted__isnull=False),
                name="stand_in_holds_a_post",
            ),
            ExclusionConstraint(
                name="one_leave_of_a_post_at_a_time",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    (
                        Func("starts_at", "ends_at", RangeBoundary(), function="TSTZRANGE", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
