"""What a worker's phone gets of those who are to be visited (走访名单): names and phones masked, one look recorded for all."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from governance.access.actor import Actor
from governance.codes import Level
from governance.language import in_english
from grids.models import Dwelling
from grids.queries.buildings import spots_of
from residents.disclosure.cards import Card
from residents.disclosure.door import Looking, disclose
from residents.models import Errand, Sealed, Visit, VisitKind, VisitPlan
from residents.queries.visits import due_plans, last_outcomes, open_errands, plan_for, visits_of
from residents.vault import sealing
from residents.vault.keyring import keyring
from residents.vault.records import opened

PURPOSE = "visit"
KEYS = ("name", "phone", "residence_address")
PAST = 5


@transaction.atomic
def visit_list(*, actor: Actor, at: datetime) -> dict[str, Any]:
    """The due visits and open errands of the actor's grids. `keep` says whether the phone may keep it for a day: own grids only.

    Records one look at all these people (resident.read, surface offline or list).
    """
    plans, errands = due_plans(actor=actor, at=at), open_errands(actor=actor)
    people = {plan.resident_id for plan in (*plans, *(one.plan for one in errands)) if plan.resident_id}
    keep = own_grids(actor)
    looking = Looking(PURPOSE, "offline" if keep else "list", KEYS)
    seen = {card.id: card for card in disclose(actor=actor, ids=sorted(people), looking=looking, at=at)}
    last = last_outcomes(plans)
    spots = spots_of({building for plan in plans if (building := building_id(plan))})
    today = timezone.localdate(at)
    rows = [
        row(plan, seen) | timing(plan.due_on, today) | {"point": spots.get(building_id(plan) or 0), "last": told_last(last.get(plan.pk))}
        for plan in plans
    ]
    asked = [errand_row(one, seen) | timing(one.due_on, today) for one in errands]
    return {"now": at, "keep": keep, "visits": rows, "errands": asked}


def timing(due_on: date, today: date) -> dict[str, Any]:
    """The day and by how many days it is past."""
    return {"due_on": due_on.isoformat(), "late_days": (today - due_on).days}


def told_last(visit: Visit | None) -> dict[str, str] | None:
    """When somebody was there last, and what came of it."""
    return None if visit is None else {"on": timezone.localdate(visit.at).isoformat(), "outcome": str(visit.get_outcome_display())}


def errand_row(errand: Errand, seen: dict[Any, Card]) -> dict[str, Any]:
    """What is to be done for whom."""
    whom = row(errand.plan, seen)
    return {"id": str(errand.pk), "kind_label": str(errand.get_kind_display()), "title": whom["title"], "place": whom["place"]}


def own_grids(actor: Actor) -> bool:
    """Whether the actor works single grids; a leader of a whole community keeps nobody on the phone."""
    return all(len(post.code) == Level.GRID for post in actor.posts if post.role in {"grid_worker", "grid_leader"})


def row(plan: VisitPlan, seen: dict[Any, Card]) -> dict[str, Any]:
    """Whom and where, as a list shows it."""
    card = seen.get(plan.resident_id)
    firm = plan.enterprise
    home = plan.dwelling or (plan.resident.dwelling if plan.resident else None)
    place = where(home) if home else firm.address if firm else card.text("residence_address") if card else ""
    title = firm.name if firm else card.text("name") if card else where(home) if home else ""
    return {
        "id": str(plan.pk),
        "kind": plan.kind_id,
        "kind_label": kind_label(plan.kind),
        "title": title,
        "place": "" if place == title else place,
        "phone": card.text("phone") if card else "",
        "person": plan.resident_id is not None,
    }


def where(home: Dwelling) -> str:
    """A home by building, stairwell and room."""
    return " ".join(part for part in (home.building.name or home.building.address, home.stairwell, home.room) if part)


def kind_label(kind: VisitKind) -> str:
    """The kind in the reader's language."""
    return kind.label_en if in_english() else kind.label


def building_id(plan: VisitPlan) -> int | None:
    """The building to go to."""
    home = plan.dwelling or (plan.resident.dwelling if plan.resident else None)
    return home.building_id if home else plan.enterprise.building_id if plan.enterprise else None


@transaction.atomic
def past_visits(*, actor: Actor, plan_id: Any, at: datetime) -> list[dict[str, Any]]:
    """The last visits of a plan with what was said, for who may visit there. A person's notes are opened: one look is recorded."""
    plan = plan_for(actor=actor, plan_id=plan_id)
    visits = list(visits_of(plan=plan)[:PAST])
    notes = {one.pk: one.note for one in visits}
    if plan.resident_id and any(one.sealed_note for one in visits):
        disclose(actor=actor, ids=[plan.resident_id], looking=Looking(PURPOSE, "visit", ("name",)), at=at)
        notes = dict(opened_notes(plan.resident_id, ((one.pk, one.sealed_note) for one in visits)))
    return [
        {"at": one.at, "outcome": one.outcome, "outcome_label": one.get_outcome_display(), "note": notes.get(one.pk, "")} for one in visits
    ]


def opened_notes(resident_id: Any, sealed: Iterable[tuple[Any, Any]]) -> Iterable[tuple[Any, str]]:
    """The notes under a person's key; nothing once the key is destroyed."""
    row = Sealed.objects.filter(pk=resident_id, wrapped_key__isnull=False).first()
    if row is None or row.wrapped_key is None:
        return
    key = opened(keyring(), resident_id, row.wrapped_key)
    for pk, text in sealed:
        if text:
            yield pk, sealing.unseal(key.key, bytes(text), sealing.bound(resident_id, "note")).decode()
