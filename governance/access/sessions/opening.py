"""How a session of staff begins (登录): for how long, on what device.

Who works at a desk is signed out after half an hour without a hand on it and after a day's work at the latest. The phone of a
grid worker or handler stays signed in while it is used, for two weeks at most, but on that phone alone (D7).
"""

from datetime import datetime, timedelta

from django.http import HttpRequest

from governance.access.actor import actor_of
from governance.access.models import User
from governance.access.roles import FIELD, Role
from governance.devices import device_of

DESK = (timedelta(minutes=30), timedelta(hours=12))
PHONE = (timedelta(hours=72), timedelta(days=14))
"""How long unused, how long at all."""
ON_PHONES = FIELD | {Role.HANDLER}
BROWSERS = (("MicroMessenger", "WeChat"), ("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux"))


def describe(request: HttpRequest, user: User, *, at: datetime) -> None:
    """Bind the session that just began to its device and give it its life."""
    posts = actor_of(user=user, at=at).posts
    idle, life = PHONE if posts and all(post.role in ON_PHONES for post in posts) else DESK
    request.session["device"] = {
        "browser": browser_of(request.headers.get("User-Agent", "")),
        "mark": device_of(request).hex(),
        "since": at.isoformat(),
        "idle": int(idle.total_seconds()),
    }
    request.session.set_expiry(at + life)


def browser_of(agent: str) -> str:
    """A browser and its system in words that a person knows their device by; empty where neither is known."""
    names = (next((name for sign, name in known if sign in agent), "") for known in (BROWSERS, SYSTEMS))
    return " · ".join(name for name in names if name)
