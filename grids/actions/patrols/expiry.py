"""Deletes tracks (轨迹到期删除): positions of workers live 90 days and no longer."""

from datetime import datetime, timedelta

from django.db import transaction

from governance.access import policy
from governance.access.actor import Actor
from governance.ledger.record import record
from grids.models import CheckIn, Patrol, TrackPoint

KEPT = timedelta(days=90)


@transaction.atomic
def expire_tracks(*, actor: Actor, at: datetime) -> int:
    """Delete every position older than 90 days; that somebody was at a point stays, from how far does not.

    Returns how many positions went; run again it finds none. Records tracks.expired if there were any.
    """
    policy.require(actor, "track.expire", None)
    end = at - KEPT
    gone, _by_kind = TrackPoint.objects.filter(at__lt=end).delete()
    last = Patrol.objects.filter(last_at__lt=end, last_point__isnull=False).update(last_point=None, last_accuracy_m=None)
    CheckIn.objects.filter(at__lt=end, distance_m__isnull=False).update(distance_m=None)
    if gone or last:
        record(actor=actor, verb="tracks.expired", kind="patrol", object_id="", code="", at=at, detail={"points": gone + last})
    return gone + last
