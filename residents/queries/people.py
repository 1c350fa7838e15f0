"""Questions about people that need no opened record: who is here, in which household, how many."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.access.actor import Actor, code_in
from governance.access.models import User
from governance.access.roles import Role
from governance.errors import NotFound
from governance.ledger.models import Entry
from grids.models import Dwelling
from grids.queries import names
from residents.models import Consent, ExportRequest, Household, Look, Residence, Resident
from residents.rules import CAP, PURPOSES, may_view, visible_to

LOOKS_SHOWN = 100
WAYS: dict[str, str | Promise] = {
    "list": gettext_lazy("名单"), "detail": gettext_lazy("详情"), "export": gettext_lazy("导出文件"), "pdf": gettext_lazy("打印"),
    "offline": gettext_lazy("手机离线名单"), "visit": gettext_lazy("走访记录"), "copy": gettext_lazy("本人副本"),
    "spot": gettext_lazy("一点检查"), "portal": gettext_lazy("居民门户"),
}  # fmt: skip
"""By which way a look went, in words for the person who was looked at."""


def resident_for(*, actor: Actor, resident_id: UUID) -> Resident:
    """The resident if the actor may look; NotFound for a foreign, an erased and a missing one alike (C1)."""
    found = Resident.objects.select_related("dwelling__building", "household").filter(pk=resident_id).first()
    if found is None or not may_view(actor, found):
        raise NotFound
    return found


def residents_for(*, actor: Actor, ids: Iterable[UUID]) -> list[Resident]:
    """All of these residents, or NotFound when one of them is foreign (C10: all or nothing)."""
    wanted = list(dict.fromkeys(ids))
    found = {row.pk: row for row in visible_to(actor).select_related("dwelling__building").filter(pk__in=wanted)}
    if len(found) != len(wanted):
        raise NotFound
    return [found[one] for one in wanted]


def stays_of(*, resident: Resident) -> QuerySet[Residence]:
    """Where the person lived, newest first."""
    return Residence.objects.filter(resident=resident).select_related("dwelling__building").order_by("-since", "-pk")


def members_of(*, actor: Actor, household: Household) -> list[Resident]:
    """The household's living members that the actor may look at."""
    return list(visible_to(actor).filter(household=household, status="1", merged_into__isnull=True).order_by("id"))


def looks_at(*, resident: Resident, since: datetime | None = None) -> QuerySet[Look]:
    """Who looked at the person, newest first."""
    looks = Look.objects.filter(resident_id=resident.pk).order_by("-at", "-pk")
    return looks.filter(at__gte=since) if since else looks


def capped(count: int) -> str:
    """A count as people see it."""
    return f"{CAP - 1}+" if count >= CAP else str(count)


def dwelling_area(*, dwelling_id: int) -> str:
    """The grid of a dwelling's building; NotFound when there is no such dwelling."""
    found = Dwelling.objects.filter(pk=dwelling_id).values_list("building__grid_code", flat=True).first()
    if found is None:
        raise NotFound
    return found


def consents_of(*, resident: Resident) -> QuerySet[Consent]:
    """The consents of a person, standing ones first."""
    return Consent.objects.filter(resident=resident).order_by("-withdrawn_at", "purpose")


def looks_told(*, resident: Resident) -> list[dict[str, Any]]:
    """The last looks at a person, as that person is told of them: when, who, in which post, for what, and whether whole."""
    looks = list(looks_at(resident=resident)[:LOOKS_SHOWN])
    entries = {
        (entry.chain, entry.seq): entry
        for entry in Entry.objects.filter(chain__in={look.chain for look in looks}, seq__in={look.seq for look in looks})
    }
    people = dict(User.objects.filter(pk__in={look.actor_id for look in looks}).values_list("pk", "display_name"))
    told = []
    for look in looks:
        entry = entries[look.chain, look.seq]
        purpose = str(PURPOSES.get(entry.detail.get("purpose", ""), ""))
        by = _("本人") if entry.post == "person" else post_told(entry.post)
        told.append({
            "at": look.at, "who": people.get(look.actor_id or 0, ""), "post": by, "whole": look.whole, "purpose": purpose,
            "surface": entry.detail.get("surface", ""), "way": way_told(entry.detail.get("surface", "")),
        })  # fmt: skip
    return told


def way_told(surface: str) -> str:
    """A way out in words."""
    return str(WAYS.get(surface, surface))


def looks_in_words(looks: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of the breach query as people read them: the viewer's name, purpose and way in words; of the person the id alone."""
    names_of = dict(User.objects.filter(pk__in={one["actor_id"] for one in looks}).values_list("pk", "display_name"))
    return [
        {**one, "who": names_of.get(one["actor_id"], ""), "purpose": str(PURPOSES.get(one["purpose"] or "", one["purpose"] or "")),
         "way": way_told(one["surface"] or "")}
        for one in looks
    ]  # fmt: skip


def post_told(post: str) -> str:
    """A post as people read it: `registrar@440310001` is the registrar of that street."""
    role, _at, code = post.partition("@")
    label = dict(Role.choices).get(role, role)
    return f"{names([code])[code]} {label}" if code else str(label)


def ids_in(*, actor: Actor, code: str) -> list[UUID]:
    """Everybody of an area that the actor may look at and who lives there, by id."""
    return list(
        visible_to(actor)
        .filter(code_in("code", [code]), status="1", merged_into__isnull=True)
        .order_by("code", "id")
        .values_list("pk", flat=True)
    )


def exports_for(*, actor: Actor) -> list[ExportRequest]:
    """The last exports of the actor's areas."""
    return list(ExportRequest.objects.filter(code_in("code", actor.scopes({"registrar", "system"}))).order_by("-asked_at")[:50])
