"""The alerts in force as each process keeps them for some seconds (生效通知缓存): every page asks."""

import time
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from bulletins.queries.alerts import active_alerts
from governance.access.actor import Actor
from governance.codes import within

FRESH_SECONDS = 5.0
MOST = 3


@dataclass(frozen=True, slots=True)
class InForce:
    """What a page shows of an alert."""

    id: UUID
    headline: str
    code: str
    severity: str


class _Kept:
    value: tuple[InForce, ...] = ()
    until = 0.0


def in_force() -> tuple[InForce, ...]:
    """All of them, the newest first; at most FRESH_SECONDS old."""
    if time.monotonic() >= _Kept.until:
        rows = active_alerts(at=timezone.now()).values_list("pk", "headline", "code", "severity")[:50]
        _Kept.value, _Kept.until = tuple(InForce(*row) for row in rows), time.monotonic() + FRESH_SECONDS
    return _Kept.value


def forget_alerts() -> None:
    """Read anew next time."""
    _Kept.until = 0.0


def alerts_of_page(*, actor: Actor, home: str) -> list[InForce]:
    """Those that concern the reader: by the areas of their posts, without a sign-in by the area that is served."""
    areas = {post.code for post in actor.posts} if actor.signed_in else {home}
    return [one for one in in_force() if any(within(one.code, area) or within(area, one.code) for area in areas)][:MOST]
