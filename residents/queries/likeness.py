"""Questions about likely duplicates and merges (疑似重复、合并记录): ids only."""

from django.db.models import Q

from governance.access.actor import Actor, code_in
from governance.errors import NotFound
from residents.models import Likeness, Merger
from residents.rules import REGISTRARS, may_edit

SHOWN = 20


def open_pairs(*, actor: Actor) -> list[Likeness]:
    """The open pairs of which the actor may merge both, oldest first."""
    scopes = actor.scopes(REGISTRARS)
    here = code_in("first__code", scopes) & code_in("second__code", scopes)
    alive = Q(
        first__erased_at__isnull=True, second__erased_at__isnull=True, first__merged_into__isnull=True, second__merged_into__isnull=True
    )
    return list(Likeness.objects.filter(here & alive, state="proposed").order_by("id")[:SHOWN])


def likeness_for(*, actor: Actor, likeness_id: int) -> Likeness:
    """One pair, or NotFound when the actor may not merge both."""
    pair = Likeness.objects.select_related("first", "second").filter(pk=likeness_id).first()
    if pair is None or not (may_edit(actor, pair.first) and may_edit(actor, pair.second)):
        raise NotFound
    return pair


def mergers_for(*, actor: Actor) -> list[Merger]:
    """The last merges of the actor's areas, those that stand first."""
    return list(Merger.objects.filter(code_in("code", actor.scopes(REGISTRARS))).order_by("-undone_at", "-merged_at")[:SHOWN])
