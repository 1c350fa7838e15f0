"""Questions about captains, homes and tasks (楼栋长、房屋、变更任务): ids, doors and dates."""

from datetime import datetime

from django.db.models import QuerySet

from governance.access.actor import Actor, code_in
from governance.errors import NotFound
from grids.models import Dwelling
from residents.models import CaptainLink, ChangeTask
from residents.rules import VIEWERS

SHOWN = 60


def captain_link(*, token_hash: bytes, at: datetime) -> CaptainLink:
    """The standing link of that hash; NotFound for one that ended, was taken back or never was."""
    link = (
        CaptainLink.objects.select_related("building")
        .defer("building__footprint")
        .filter(token_hash=token_hash, revoked_at__isnull=True, valid_until__gt=at)
        .first()
    )
    if link is None:
        raise NotFound
    return link


def doors_of(*, building_id: int) -> QuerySet[Dwelling]:
    """The homes of a building, from the top."""
    return Dwelling.objects.filter(building_id=building_id).order_by("-floor", "stairwell", "room")


def open_tasks(*, actor: Actor) -> list[ChangeTask]:
    """The open tasks of the actor's areas, the longest due first."""
    rows = ChangeTask.objects.filter(code_in("code", actor.scopes(VIEWERS)), state="open")
    return list(
        rows.select_related("doubt", "firm_doubt__enterprise", "resident", "dwelling__building")
        .defer("dwelling__building__footprint")
        .order_by("due_on", "made_at")[:SHOWN]
    )
