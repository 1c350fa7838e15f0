"""Building captains (楼栋长) report by a simple link: no account, no names; a worker looks before anything is believed."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import PUBLIC, Actor
from governance.errors import Invalid, NotFound
from governance.ledger.record import record
from governance.privacy import redact
from grids.models import Building
from residents.actions.tasks import WITHIN
from residents.models import CaptainLink, ChangeTask
from residents.queries.captains import captain_link

VALID = timedelta(days=365)
MOST_OPEN = 60
"""So many reports of one captain may wait for a worker."""
TOLD = ("moved_in", "moved_out", "let", "empty", "help")
"""What a captain may tell."""
MOST_PEOPLE = 20


def hashed(token: str) -> bytes:
    """What is kept of a secret link."""
    return hashlib.sha256(token.encode()).digest()


@transaction.atomic
def appoint_captain(*, actor: Actor, building_id: int, at: datetime, resident_id: UUID | None = None) -> tuple[CaptainLink, str]:
    """Give a building a new captain's link; the old one ends. Returns it with the secret, which is told once. Records captain.appointed."""
    building = Building.objects.select_for_update().filter(pk=building_id).first()
    if building is None or not policy.allowed(actor, "captain.appoint", building.grid_code):
        raise NotFound
    CaptainLink.objects.filter(building=building, revoked_at__isnull=True).update(revoked_at=at)
    token = secrets.token_urlsafe(18)
    link = CaptainLink.objects.create(
        building=building, resident_id=resident_id, code=building.grid_code, token_hash=hashed(token), made_by=actor.user_id, made_at=at,
        valid_until=at + VALID,
    )  # fmt: skip
    record(actor=actor, verb="captain.appointed", kind="captain", object_id=str(link.pk), code=link.code, at=at)
    return link, token


@transaction.atomic
def revoke_captain(*, actor: Actor, link_id: UUID, at: datetime) -> CaptainLink:
    """End a captain's link. NotFound for a foreign one. Records captain.revoked."""
    link = CaptainLink.objects.select_for_update().filter(pk=link_id).first()
    if link is None or not policy.allowed(actor, "captain.appoint", link.code):
        raise NotFound
    if link.revoked_at is None:
        link.revoked_at = at
        link.save(update_fields=["revoked_at"])
        record(actor=actor, verb="captain.revoked", kind="captain", object_id=str(link.pk), code=link.code, at=at)
    return link


@transaction.atomic
def captain_reports(*, token: str, dwelling_id: int, kind: str, at: datetime, people: int | None = None, note: str = "") -> ChangeTask:
    """Keep what a captain tells of a home as a task for the grid's worker. Numbers in the note are masked; no name is asked for.

    The same thing told again while it is open is the same task. NotFound for a link that ended and a home of another
    building, Invalid for another kind or too many open ones. Records task.made.
    """
    link = captain_link(token_hash=hashed(token), at=at)
    dwelling = link.building.dwellings.filter(pk=dwelling_id).first()
    if dwelling is None:
        raise NotFound
    if kind not in TOLD:
        raise Invalid(fields={"kind": [_("请选择情况。")]})
    if people is not None and not 0 <= people <= MOST_PEOPLE:
        raise Invalid(fields={"people": [_("人数应在 0 至 20 之间。")]})
    waiting = ChangeTask.objects.filter(link=link, state="open")
    known = waiting.filter(dwelling=dwelling, kind=kind).first()
    if known:
        return known
    if waiting.count() >= MOST_OPEN:
        raise Invalid(fields={"kind": [_("待核实的报告较多，请等网格员核实后再报。")]})
    task = ChangeTask.objects.create(
        kind=kind, code=link.code, dwelling=dwelling, link=link, people=people, note=redact(note.strip())[:200], made_at=at,
        due_on=timezone.localdate(at + WITHIN),
    )  # fmt: skip
    record(
        actor=PUBLIC, verb="task.made", kind="change_task", object_id=str(task.pk), code=task.code, at=at,
        detail={"kind": kind, "captain": str(link.pk)},
    )  # fmt: skip
    return task
