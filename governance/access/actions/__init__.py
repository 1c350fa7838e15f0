"""The writers of users, units, posts, leave and tokens. Each change is one ledger entry in its transaction."""

from governance.access.actions.appointing import appoint
from governance.access.actions.leaves import end_leave, grant_leave
from governance.access.actions.people import add_user, change_profile, disable_user, enable_user, invite, issue_token, set_password
from governance.access.actions.posts import end_post, grant_post
from governance.access.actions.sessions import end_sessions
from governance.access.actions.units import add_unit, end_unit

__all__ = [
    "add_unit",
    "add_user",
    "appoint",
    "change_profile",
    "disable_user",
    "enable_user",
    "end_leave",
    "end_post",
    "end_sessions",
    "end_unit",
    "grant_leave",
    "grant_post",
    "invite",
    "issue_token",
    "set_password",
]
