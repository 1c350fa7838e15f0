"""Who may administer users, units and posts."""

from typing import Any

from django.db.models.functions import Now

from governance.access.actor import Actor
from governance.access.models import Post, User
from governance.access.policy import rule
from governance.access.roles import ADMINISTRATORS, FIELD, SYSTEM, Role


@rule("user.add", "unit.add", "unit.end", "token.issue")
def may_administer(actor: Actor, _obj: Any) -> bool:
    """The system administrator and commands."""
    return actor.has_role(Role.SYSTEM_ADMIN, SYSTEM)


@rule("password.set")
def may_set_password(actor: Actor, user: User) -> bool:
    """Everybody their own, and commands: an administrator who could would be any other administrator."""
    return actor.has_role(SYSTEM) or (actor.user_id is not None and actor.user_id == user.pk)


@rule("sessions.end")
def may_end_sessions(actor: Actor, user: User) -> bool:
    """Everybody their own; of a lost phone, who may switch the user off."""
    return may_set_password(actor, user) or may_disable(actor, user)


@rule("user.invite")
def may_invite(actor: Actor, user: User) -> bool:
    """The system administrator for everybody but administrators, whom commands alone invite."""
    if not user.is_active:
        return False
    keeps = Post.objects.filter(user=user, role__in=ADMINISTRATORS).exclude(ends_at__lte=Now())
    return actor.has_role(SYSTEM) or (actor.has_role(Role.SYSTEM_ADMIN) and not keeps.exists())


@rule("user.disable")
def may_disable(actor: Actor, user: User) -> bool:
    """Who grants posts ends them all; nobody for themselves."""
    return actor.has_role(Role.SECURITY_ADMIN, SYSTEM) and actor.user_id != user.pk


@rule("post.grant", "post.end")
def may_grant(actor: Actor, user: User) -> bool:
    """The security administrator and commands, but nobody for themselves (C5)."""
    return actor.has_role(Role.SECURITY_ADMIN, SYSTEM) and actor.user_id != user.pk


@rule("post.list")
def may_list_posts(actor: Actor, _obj: Any) -> bool:
    """The system and the security administrator: staff and their posts, no resident."""
    return actor.has_role(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, SYSTEM)


@rule("ledger.read")
def may_read_ledger(actor: Actor, _obj: Any) -> bool:
    """The audit administrator and commands."""
    return actor.has_role(Role.AUDIT_ADMIN, SYSTEM)


@rule("leave.grant")
def may_grant_leave(actor: Actor, post: Post) -> bool:
    """Leaders of the grid for its workers, and who grants posts; nobody for themselves."""
    if post.user_id == actor.user_id or post.role not in FIELD:
        return False
    return actor.holds({Role.GRID_LEADER}, post.code) or actor.has_role(Role.SECURITY_ADMIN, SYSTEM)


@rule("profile.change")
def may_change_profile(actor: Actor, user: User) -> bool:
    """Everybody for themselves."""
    return actor.user_id is not None and actor.user_id == user.pk
