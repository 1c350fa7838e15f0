"""Roles that a post may carry (岗位角色)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What the holder of a post is there to do; domain terms of city management."""

    GRID_WORKER = "grid_worker", _("网格员")
    GRID_LEADER = "grid_leader", _("网格长")
    HANDLER = "handler", _("处置人员")
    CLERK = "clerk", _("受理员")
    DISPATCHER = "dispatcher", _("派遣员")
    DUTY_CHIEF = "duty_chief", _("值班长")
    LEADER = "leader", _("领导")
    EVALUATOR = "evaluator", _("考核员")
    REGISTRAR = "registrar", _("信息员")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDIT_ADMIN = "audit_admin", _("审计管理员")


SYSTEM = "system"
"""The role of timers and commands: it is held by no person and is no choice of a post."""

ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
"""No one person may hold two of these at a time (GB/T 22239: separation of administrators)."""

DESK = frozenset({Role.CLERK, Role.DISPATCHER, Role.DUTY_CHIEF})
"""Those who work a street office's queue."""

FIELD = frozenset({Role.GRID_WORKER, Role.GRID_LEADER})
"""Those who work a grid."""

OVERSIGHT = frozenset({Role.LEADER, Role.EVALUATOR})
"""Those who look on: they see cases of their scope and change nothing."""
