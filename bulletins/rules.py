"""Who writes for residents, who asks them, who reads what they answer (公告权限)."""

from typing import Any

from governance.access.actor import Actor
from governance.access.policy import rule
from governance.access.roles import DESK, FIELD, OVERSIGHT, SYSTEM, Role

PRESS = DESK | {Role.GRID_LEADER, Role.LEADER, SYSTEM}
"""Those who write for a community or a street."""

WARNERS = frozenset({Role.DUTY_CHIEF, Role.LEADER, SYSTEM})
"""Those who may warn a whole area."""

READERS = DESK | OVERSIGHT | FIELD


@rule("bulletin.write", "bulletin.publish", "bulletin.withdraw", "consultation.open", "consultation.sum_up")
def may_write(actor: Actor, code: str) -> bool:
    """A desk, a leader or a grid leader, within their area."""
    return actor.holds(PRESS, code)


@rule("alert.send")
def may_warn(actor: Actor, code: str) -> bool:
    """The duty chief or a leader, within their area."""
    return actor.holds(WARNERS, code)


@rule("alert.acknowledge")
def may_acknowledge(actor: Actor, code: str) -> bool:
    """Whoever works the grids that it concerns."""
    return any(post.role in FIELD and (post.code.startswith(code) or code.startswith(post.code)) for post in actor.posts)


@rule("facility.keep")
def may_keep_facility(actor: Actor, code: str) -> bool:
    """The registrar or the desk of the area, and commands."""
    return actor.holds(DESK | {Role.REGISTRAR, SYSTEM}, code)


@rule("moderation.decide")
def may_moderate(actor: Actor, code: str) -> bool:
    """The desk of the area reads what residents wrote before everybody does."""
    return actor.holds(DESK | {SYSTEM}, code)


@rule("newsroom.open")
def may_open_newsroom(actor: Actor, _obj: Any) -> bool:
    """The page of bulletins: whoever may write, or reads along."""
    return actor.has_role(*(PRESS | READERS))


@rule("comment.add", "facility.rate", "facility.wish")
def may_speak(_actor: Actor, _obj: Any) -> bool:
    """Anybody, within the limits for phones and addresses."""
    return True
