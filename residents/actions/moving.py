"""Moves, births, deaths and households (迁移、出生、死亡、立户): where somebody lives, with its history."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import IllegalStep, Invalid
from governance.ledger.record import record
from residents.actions.needs import end_visits
from residents.actions.registering import locked, register_resident, require_place
from residents.models import Household, Locator, Residence, Resident

KEPT_AFTER_LEAVING = timedelta(days=3 * 365)
LIVING, MOVED, DIED = "1", "2", "3"
How = Residence.How


@transaction.atomic
def form_household(*, actor: Actor, code: str, at: datetime, dwelling_id: int | None = None) -> Household:
    """Make an empty household. Records household.formed."""
    policy.require(actor, "resident.register", code)
    household = Household.objects.create(pk=uuid4(), code=code, dwelling_id=dwelling_id, formed_at=at)
    record(actor=actor, verb="household.formed", kind="household", object_id=str(household.pk), code=code, at=at)
    return household


@transaction.atomic
def join_household(*, actor: Actor, resident_id: UUID, household: Household, at: datetime, head: bool = False) -> Resident:
    """Make somebody a member (with `head` the head) of a household of the same area. Records household.joined."""
    resident = locked(actor=actor, resident_id=resident_id)
    policy.require(actor, "resident.edit", resident)
    policy.require(actor, "resident.register", household.code)
    before, resident.household = resident.household_id, household
    resident.version += 1
    resident.save(update_fields=["household", "version"])
    end_empty(before, at)
    Residence.objects.filter(resident=resident, until__isnull=True, main=True).update(household=household)
    Household.objects.filter(pk=household.pk).update(ended_at=None, **({"head": resident} if head else {}))
    record(
        actor=actor, verb="household.joined", kind="resident", object_id=str(resident.pk), code=resident.code, at=at,
        version=resident.version, detail={"household": str(household.pk), "head": head},
    )  # fmt: skip
    return resident


@transaction.atomic
def move_resident(
    *, actor: Actor, resident_id: UUID, code: str, at: datetime, dwelling_id: int | None = None, household: Household | None = None
) -> Resident:
    """Move somebody to another place of the actor's area; the old stay ends, a new one begins.

    Moving in again after having moved out is a move, too. Refuses to move the dead. Records resident.moved.
    """
    resident = locked(actor=actor, resident_id=resident_id)
    policy.require(actor, "resident.move", resident)
    policy.require(actor, "resident.register", code)
    require_place(actor=actor, dwelling_id=dwelling_id, household=household)
    if resident.status == DIED:
        raise IllegalStep(_("该人员已登记死亡。"))
    how = How.MOVED_IN if resident.status == MOVED else How.MOVED_WITHIN
    end_stay(resident, at=at, how=how)
    Residence.objects.create(resident=resident, code=code, dwelling_id=dwelling_id, household=household, since=at, began=how)
    before, household_before = resident.code, resident.household_id
    resident.code, resident.dwelling_id, resident.household, resident.status = code, dwelling_id, household, LIVING
    resident.retain_until = None
    settle(actor, resident, "resident.moved", at, {"from": before, "to": code})
    end_empty(household_before, at)
    return resident


@transaction.atomic
def leave(*, actor: Actor, resident_id: UUID, at: datetime, died: bool = False) -> Resident:
    """Somebody moved away or died: the stay ends, the record stays for three years. Records resident.moved_out or resident.died."""
    resident = locked(actor=actor, resident_id=resident_id)
    policy.require(actor, "resident.move", resident)
    if resident.status == DIED or (resident.status == MOVED and not died):
        raise IllegalStep
    end_stay(resident, at=at, how=How.DIED if died else How.MOVED_OUT)
    resident.status = DIED if died else MOVED
    household_before = resident.household_id
    resident.dwelling_id = resident.household = None
    resident.retain_until = timezone.localdate(at + KEPT_AFTER_LEAVING)
    settle(actor, resident, "resident.died" if died else "resident.moved_out", at, {})
    end_empty(household_before, at)
    end_visits(actor=actor, resident=resident, at=at, reason="left")
    return resident


@transaction.atomic
def add_second_home(*, actor: Actor, resident_id: UUID, code: str, dwelling_id: int, at: datetime) -> Residence:
    """Note another dwelling of the same person; the main one stays. Records resident.second_home."""
    resident = locked(actor=actor, resident_id=resident_id)
    policy.require(actor, "resident.move", resident)
    require_place(actor=actor, dwelling_id=dwelling_id, household=None)
    stay = Residence.objects.create(resident=resident, code=code, dwelling_id=dwelling_id, main=False, since=at)
    record(actor=actor, verb="resident.second_home", kind="resident", object_id=str(resident.pk), code=resident.code, at=at)
    return stay


def register_birth(*, actor: Actor, resident_id: UUID, mother_id: UUID, values: Mapping[str, str], born: date, at: datetime) -> Resident:
    """Register a newborn into the mother's household and dwelling. Refuses a birth in the future. Records resident.registered."""
    if born > timezone.localdate(at):
        raise Invalid(fields={"birth_date": [_("出生日期在将来")]})
    mother = locked_outside(actor=actor, resident_id=mother_id)
    return register_resident(
        actor=actor, resident_id=resident_id, code=mother.code, values={**values, "birth_date": born.isoformat()}, at=at,
        dwelling_id=mother.dwelling_id, household=mother.household, how=How.BORN,
    )  # fmt: skip


def locked_outside(*, actor: Actor, resident_id: UUID) -> Resident:
    """The mother, read under a lock of a moment."""
    with transaction.atomic():
        return locked(actor=actor, resident_id=resident_id)


def end_stay(resident: Resident, *, at: datetime, how: str) -> None:
    """End the open stays of somebody; a moved person has no second home here either."""
    Residence.objects.filter(resident=resident, until__isnull=True).update(until=at, ended=how)


def end_empty(household_id: UUID | None, at: datetime) -> None:
    """A household without living members has ended (销户); one that somebody joins again goes on."""
    if household_id is not None and not Resident.objects.filter(household_id=household_id, status=LIVING).exists():
        Household.objects.filter(pk=household_id, ended_at__isnull=True).update(ended_at=at)


def settle(actor: Actor, resident: Resident, verb: str, at: datetime, detail: dict[str, str]) -> None:
    """Keep the new place or status and its index, and record it."""
    resident.version += 1
    resident.save(update_fields=["code", "dwelling", "household", "status", "retain_until", "version"])
    Locator.objects.filter(pk=resident.pk).update(code=resident.code)
    record(
        actor=actor, verb=verb, kind="resident", object_id=str(resident.pk), code=resident.code, at=at, version=resident.version,
        detail=detail,
    )  # fmt: skip
