"""The state of homes (出租、空置): the last word of a person's registration, a captain or a worker, with source and date."""

from datetime import datetime

from django.db import transaction

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import NotFound
from governance.ledger.record import record
from grids.models import Dwelling
from residents.models import HomeNote, Resident

RENTED = {"2": True, "1": False}
"""What a person's way of living tells of the home: let, or lived in by its owner."""


@transaction.atomic
def note_home(
    *, actor: Actor, dwelling_id: int, source: str, at: datetime, rented: bool | None = None, empty: bool | None = None
) -> HomeNote:
    """Note that a home is let or empty, or is not; None leaves what is known. NotFound outside the actor's grids. Records home.noted."""
    dwelling = Dwelling.objects.select_related("building").filter(pk=dwelling_id).first()
    if dwelling is None or not policy.allowed(actor, "home.note", dwelling.building.grid_code):
        raise NotFound
    known = HomeNote.objects.filter(pk=dwelling_id).first()
    rented = rented if rented is not None or known is None else known.rented
    empty = empty if empty is not None or known is None else known.empty
    found, _new = HomeNote.objects.update_or_create(
        pk=dwelling_id, defaults={"rented": rented, "empty": empty, "source": source[:64], "at": at}
    )
    record(
        actor=actor, verb="home.noted", kind="dwelling", object_id=str(dwelling_id), code=dwelling.building.grid_code, at=at,
        detail={"rented": rented, "empty": empty},
    )  # fmt: skip
    return found


def note_home_of(*, resident: Resident, living: str, source: str, at: datetime) -> None:
    """What somebody's registration tells of their home. Called inside the action that recorded it."""
    if resident.dwelling_id is not None and living in RENTED:
        HomeNote.objects.update_or_create(
            pk=resident.dwelling_id, defaults={"rented": RENTED[living], "empty": False, "source": source[:64] or "registered", "at": at}
        )
