"""A walk on duty (巡查): start, positions in batches, stop. All of it may arrive late, twice, and after the post ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.access.roles import FIELD
from governance.errors import Conflict, NotAllowed, NotFound
from governance.ledger.record import record
from governance.phones import as_of, true_time
from grids.errors import TooEarly
from grids.geo import to_storage
from grids.models import Patrol, TrackPoint

LONGEST = timedelta(hours=16)
"""Nobody patrols longer; a walk that was never stopped ends by itself after that."""


@dataclass(frozen=True, slots=True)
class Fix:
    """One position: its number on the phone, where, how good, when by the phone's clock."""

    number: int
    lon: float
    lat: float
    accuracy_m: float
    at: datetime


def start_patrol(
    *, actor: Actor, patrol_id: UUID, captured_at: datetime, at: datetime, sent_at: datetime | None = None
) -> tuple[Patrol, bool]:
    """Go on duty; the same id again is the same walk. An earlier walk that was left open ends with it.

    Refuses (NotAllowed) who holds no field post now nor held one then (B12). Records patrol.started.
    """
    when, _skewed = true_time(captured_at=captured_at, sent_at=sent_at, at=at)
    then = as_of(actor=actor, moment=when, at=at)
    scopes = then.scopes(FIELD)
    if actor.user_id is None or not scopes or not policy.allowed(then, "patrol.walk", scopes[0]):
        raise NotAllowed
    try:
        with transaction.atomic():
            for left in Patrol.objects.select_for_update().filter(user=actor.user_id, stopped_at__isnull=True, started_at__lt=when):
                close(actor, left, min(when, left.started_at + LONGEST), at)
            patrol = Patrol.objects.create(id=patrol_id, user_id=actor.user_id, code=scopes[0], started_at=when)
            noted(actor, patrol, "patrol.started", at, {})
    except IntegrityError:
        known = Patrol.objects.filter(pk=patrol_id, user=actor.user_id).first()
        if known is None:
            raise Conflict(_("同一编号已被使用。")) from None
        return known, False
    return patrol, True


@transaction.atomic
def keep_track(
    *, actor: Actor, patrol_id: UUID, fixes: Sequence[Fix], at: datetime, sent_at: datetime | None = None, datum: str = "wgs84"
) -> tuple[Patrol, int]:
    """Keep positions of one's own walk; returns how many were new. Numbers that are there already are left alone (A1).

    What was not on duty (before the start, after the stop) is not kept. Records patrol.tracked with the count.
    """
    patrol = own_patrol(actor, patrol_id)
    rows = [row for fix in fixes if on_duty(patrol, (row := row_of(patrol, fix, datum, sent_at, at)).at)]
    have = set(TrackPoint.objects.filter(patrol=patrol, number__in=[row.number for row in rows]).values_list("number", flat=True))
    fresh = [row for row in rows if row.number not in have]
    TrackPoint.objects.bulk_create(fresh, ignore_conflicts=True)
    if fresh:
        last = max(fresh, key=lambda row: row.at)
        if patrol.last_at is None or last.at > patrol.last_at:
            patrol.last_at, patrol.last_point, patrol.last_accuracy_m = last.at, last.point, last.accuracy_m
            patrol.save(update_fields=["last_at", "last_point", "last_accuracy_m"])
        noted(actor, patrol, "patrol.tracked", at, {"points": len(fresh)})
    return patrol, len(fresh)


@transaction.atomic
def stop_patrol(*, actor: Actor, patrol_id: UUID, captured_at: datetime, at: datetime, sent_at: datetime | None = None) -> Patrol:
    """Go off duty; again is the same. Records patrol.stopped."""
    patrol = own_patrol(actor, patrol_id)
    when, _skewed = true_time(captured_at=captured_at, sent_at=sent_at, at=at)
    if patrol.stopped_at is None:
        close(actor, patrol, max(when, patrol.started_at), at)
    return patrol


def own_patrol(actor: Actor, patrol_id: UUID) -> Patrol:
    """One's own walk, locked. TooEarly when its start has not arrived yet; NotFound when it is somebody else's."""
    patrol = Patrol.objects.select_for_update().filter(pk=patrol_id).first()
    if patrol is None and actor.user_id is not None:
        raise TooEarly
    if patrol is None or patrol.user_id != actor.user_id:
        raise NotFound
    return patrol


def on_duty(patrol: Patrol, moment: datetime) -> bool:
    """Whether a moment lies within the walk."""
    return patrol.started_at <= moment <= (patrol.stopped_at or patrol.started_at + LONGEST)


def row_of(patrol: Patrol, fix: Fix, datum: str, sent_at: datetime | None, at: datetime) -> TrackPoint:
    """The position as it is kept: WGS-84, by the server's clock."""
    lon, lat = to_storage(lon=fix.lon, lat=fix.lat, datum=datum)
    when, _skewed = true_time(captured_at=fix.at, sent_at=sent_at, at=at)
    return TrackPoint(patrol=patrol, number=fix.number, at=when, point=Point(lon, lat, srid=4326), accuracy_m=fix.accuracy_m)


def close(actor: Actor, patrol: Patrol, when: datetime, at: datetime) -> None:
    """End a walk."""
    patrol.stopped_at = when
    patrol.save(update_fields=["stopped_at"])
    noted(actor, patrol, "patrol.stopped", at, {})


def noted(actor: Actor, patrol: Patrol, verb: str, at: datetime, detail: dict[str, Any]) -> None:
    """One entry about a walk; never a position."""
    record(actor=actor, verb=verb, kind="patrol", object_id=str(patrol.pk), code=patrol.code, at=at, detail=detail)
