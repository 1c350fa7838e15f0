"""Alerts in force (生效中的应急通知) and their way through the grids."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from bulletins.models import Acknowledgement, Alert, MessageKind
from bulletins.queries.areas import touching
from bulletins.rules import READERS
from governance.access.actor import Actor
from governance.access.models import Post
from governance.access.roles import FIELD
from governance.errors import NotFound
from grids import queries as grids


@dataclass(frozen=True, slots=True)
class GridProgress:
    """Whether a grid has been told: by whom and when, or not yet."""

    code: str
    name: str
    who: str
    at: datetime | None


def active_alerts(*, at: datetime) -> QuerySet[Alert]:
    """The alerts in force: sent, not run out, not replaced, not a cancellation; the gravest first."""
    found = Alert.objects.filter(sent_at__lte=at, expires_at__gt=at, replaced_by__isnull=True).exclude(kind=MessageKind.CANCEL)
    return found.select_related("unit").order_by("-sent_at")


def told_alerts(*, at: datetime) -> QuerySet[Alert]:
    """What systems that poll are told: the last word on each alert, a cancellation too until the alert would have run out."""
    return Alert.objects.filter(sent_at__lte=at, expires_at__gt=at, replaced_by__isnull=True).select_related("unit").order_by("-sent_at")


def alerts_touching(*, code: str, at: datetime) -> list[Alert]:
    """Those that concern an area, a part of it or an area around it."""
    return list(active_alerts(at=at).filter(touching("code", code)))


def alerts_for_staff(*, actor: Actor, at: datetime) -> list[Alert]:
    """Those that concern the areas of somebody's posts."""
    wanted = Q(pk__in=[])
    for code in actor.scopes({post.role for post in actor.posts}):
        wanted |= touching("code", code) if code else Q(pk__isnull=False)
    return list(active_alerts(at=at).filter(wanted))


def alert_by_id(*, alert_id: UUID) -> Alert:
    """Any alert that was ever sent: they are public."""
    found = Alert.objects.filter(pk=alert_id).select_related("unit", "replaces", "replaced_by").first()
    if found is None:
        raise NotFound
    return found


def acknowledged_codes(*, alert: Alert, actor: Actor) -> list[str]:
    """The codes under which this person has acknowledged it."""
    return list(Acknowledgement.objects.filter(alert=alert, user=actor.user_id).values_list("code", flat=True))


def alert_progress(*, alert: Alert, actor: Actor) -> list[GridProgress]:
    """Each grid of the area that the actor may see, with who acknowledged for it: its own worker, or a leader of its community."""
    scopes = actor.scopes(READERS)
    inside = grids.current_grids().filter(code__startswith=alert.code).order_by("code").values_list("code", flat=True)
    codes = [code for code in inside if any(code.startswith(scope) or scope.startswith(code) for scope in scopes)]
    done = Acknowledgement.objects.filter(alert=alert).select_related("user").order_by("at")
    names = grids.names(codes)
    found = []
    for code in codes:
        by = next((one for one in done if code.startswith(one.code)), None)
        found.append(GridProgress(code, names[code], by.user.display_name if by else "", by.at if by else None))
    return found


def may_follow(actor: Actor, alert: Alert) -> bool:
    """Whether the actor sees how far an alert has got: somebody of the area."""
    return any(post.role in READERS and (alert.code.startswith(post.code) or post.code.startswith(alert.code)) for post in actor.posts)


def field_posts(*, actor: Actor, alert: Alert, at: datetime) -> list[str]:
    """The codes of the actor's field posts that the alert concerns: what an acknowledgement stands for."""
    held = Post.objects.filter(user=actor.user_id, role__in=FIELD, starts_at__lte=at).filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))
    return sorted({post.code for post in held if post.code.startswith(alert.code) or alert.code.startswith(post.code)})
