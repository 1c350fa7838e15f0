"""The feed (变更流): what happened to cases that the actor may see, in commit order, without gaps.

A cursor names a chain and a number for each district, as `440310.128` or `440310.128_440303.77`. Numbers of a chain
are in commit order (its head is locked until commit), so nothing can appear below a cursor that was read.
"""

from dataclasses import dataclass

from django.db.models import Q
from django.db.models.fields.json import KT

from governance.access.actor import Actor, code_in
from governance.access.roles import FIELD, Role
from governance.codes import Level, chain_of
from governance.errors import Invalid
from governance.ledger.models import Entry, Head
from incidents.rules import SEES_AREA

PAGE = 200
Cursor = dict[str, int]


@dataclass(frozen=True, slots=True)
class Happened:
    """One hint: no text, no person. `state` is the state after it."""

    seq: str
    verb: str
    incident: str
    version: int
    state: str
    code: str


@dataclass(frozen=True, slots=True)
class Feed:
    """Hints after the cursor, and the cursor to ask with next time."""

    items: list[Happened]
    cursor: str
    more: bool


def feed(*, actor: Actor, after: str = "", limit: int = PAGE) -> Feed:
    """What happened after the cursor; without a cursor nothing but the cursor of now."""
    chains = sorted({chain_of(post.code) for post in actor.posts}) if not _wide(actor) else None
    heads = Head.objects.all() if chains is None else Head.objects.filter(chain__in=chains)
    now: Cursor = {head.chain: head.seq for head in heads}
    if not after:
        return Feed([], write(now), more=False)
    seen = read(after)
    unread = Q(pk__in=[])
    for chain, seq in now.items():
        if seq > seen.get(chain, 0):
            unread |= Q(chain=chain, seq__gt=seen.get(chain, 0), seq__lte=seq)
    entries = Entry.objects.filter(unread, kind="incident").order_by("chain", "seq")
    rows = list(
        entries.filter(audible_to(actor))
        .annotate(state=KT("detail__state"))
        .only("chain", "seq", "verb", "object_id", "version", "code")[: limit + 1]
    )
    more = len(rows) > limit
    rows = rows[:limit]
    reached = now if not more else _reached(seen, now, rows[-1])
    items = [Happened(f"{e.chain}.{e.seq}", e.verb, e.object_id, e.version, e.state or "", e.code) for e in rows]
    return Feed(items, write(reached), more)


def audible_to(actor: Actor) -> Q:
    """Entries about cases in the actor's areas, or that went from there to others, or that a handler's unit holds or held.

    What went to another district stands in that district's chain, which is not read here: the list shows it when it is loaded.
    """
    areas = actor.scopes(SEES_AREA)
    condition = code_in("code", areas) | code_in("code", actor.scopes(FIELD))
    if areas:
        condition |= Q(detail__former__has_any_keys=areas)
    for post in actor.posts:
        if post.role in FIELD and len(post.code) == Level.GRID:
            condition |= Q(code=post.code[: Level.COMMUNITY])
        if post.role == Role.HANDLER and post.unit_id is not None:
            condition |= Q(detail__units__contains=post.unit_id, code__startswith=post.code)
    if actor.user_id is not None:
        condition |= Q(actor_id=actor.user_id)
    return condition


def _wide(actor: Actor) -> bool:
    return any(len(post.code) < Level.DISTRICT for post in actor.posts)


def _reached(seen: Cursor, now: Cursor, last: Entry) -> Cursor:
    """Chains before the last row's are read whole, its own up to it, later ones not at all."""
    reached = dict(seen)
    for chain, seq in now.items():
        if chain < last.chain:
            reached[chain] = seq
        elif chain == last.chain:
            reached[chain] = last.seq
    return reached


def write(cursor: Cursor) -> str:
    """The cursor as text."""
    return "_".join(f"{chain}.{seq}" for chain, seq in sorted(cursor.items())) or "0.0"


def read(text: str) -> Cursor:
    """The cursor from text; Invalid for anything else."""
    try:
        pairs = [part.split(".") for part in text.split("_")]
        return {chain: int(seq) for chain, seq in pairs}
    except ValueError as error:
        raise Invalid(fields={"after": ["not a cursor"]}) from error
