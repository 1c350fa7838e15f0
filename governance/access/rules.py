"""Who may administer users, units and posts."""

from typing import Any

from governance.access.actor import Actor
from governance.access.models import Post, User
from governance.access.policy import rule
from governance.access.roles import FIELD, SYSTEM, Role


@rule("user.add", "unit.add", "token.issue")
def may_administer(actor: Actor, _obj: Any) -> bool:
    """The system administrator and commands."""
    return actor.has_role(Role.SYSTEM_ADMIN, SYSTEM)


@rule("password.set")
def may_set_password(actor: Actor, _user: User) -> bool:
    """Commands only: an administrator who could would be any other administrator."""
    return actor.has_role(SYSTEM)


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
