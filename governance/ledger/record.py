"""The one writer of the record (记账). Only actions call it, inside the transaction of the change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

import orjson
from django.db import connection, transaction

from governance.access.actor import Actor
from governance.codes import chain_of
from governance.ledger.echo import echo
from governance.prepared import ask

INSERT = """
INSERT INTO governance_entry (chain, seq, at, actor_id, post, verb, kind, object_id, code, version, detail, prev, hash)
VALUES (%s, 0, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, '', '') RETURNING chain, seq
"""

INSERT_MANY = """
INSERT INTO governance_entry (chain, seq, at, actor_id, post, verb, kind, object_id, code, version, detail, prev, hash)
SELECT chain, 0, at, actor_id, post, verb, kind, object_id, code, version, detail, '', ''
FROM unnest(%s::text[], %s::timestamptz[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::int[], %s::jsonb[])
  WITH ORDINALITY AS fact (chain, at, actor_id, post, verb, kind, object_id, code, version, detail, place)
ORDER BY chain, place
"""
AT_ONCE = 1000


ECHOED = frozenset({"incident", "post"})
"""Kinds whose entries are hinted to open boards; an ended post closes its holder's sockets."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """Where the entry stands: its chain and its number there, in commit order and without gaps."""

    chain: str
    seq: int

    def __str__(self) -> str:
        return f"{self.chain}.{self.seq}"


def record(
    *,
    actor: Actor,
    verb: str,
    kind: str,
    object_id: str,
    code: str,
    at: datetime,
    version: int = 0,
    detail: Mapping[str, Any] | None = None,
) -> Recorded:
    """Append one entry. Holds the chain's lock until commit, so call it last.

    The database trigger `ledger_append` gives number and hash; refuses outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("record() belongs in the transaction of the change it records")
    known = dict(detail or {})
    values = (
        chain_of(code),
        at,
        actor.user_id,
        acting_post(actor, code),
        verb,
        kind,
        object_id,
        code,
        version,
        orjson.dumps(known).decode(),
    )
    ((chain, seq),) = ask(INSERT, values)
    recorded = Recorded(chain, seq)
    if kind in ECHOED:
        hint = {"seq": str(recorded), "verb": verb, "kind": kind, "id": object_id, "version": version, "code": code}
        transaction.on_commit(partial(echo, hint | {key: known[key] for key in ("state", "units", "former") if key in known}))
    return recorded


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry to be: what `record` takes, for when there are many."""

    actor: Actor
    verb: str
    kind: str
    object_id: str
    code: str
    at: datetime
    version: int = 0
    detail: Mapping[str, Any] = field(default_factory=dict)


def record_many(*, facts: Sequence[Fact]) -> None:
    """Append many entries in their order (chains in order of their codes, so that two callers cannot wait in a circle).

    For imports: some hundreds in one transaction, since all that time the chain is locked for everybody else. No hint
    goes to open boards, which could not take thousands at once: they see it in the feed.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("record_many() belongs in the transaction of the change it records")
    for start in range(0, len(facts), AT_ONCE):
        rows = [
            (
                chain_of(fact.code),
                fact.at,
                fact.actor.user_id,
                acting_post(fact.actor, fact.code),
                fact.verb,
                fact.kind,
                fact.object_id,
                fact.code,
                fact.version,
                orjson.dumps(dict(fact.detail)).decode(),
            )
            for fact in facts[start : start + AT_ONCE]
        ]
        with connection.cursor() as cursor:
            cursor.execute(INSERT_MANY, [list(column) for column in zip(*rows, strict=True)])


def acting_post(actor: Actor, code: str) -> str:
    """The post under which the actor acts: the narrowest that covers the code, as `role@code`."""
    covering = [post for post in actor.posts if code.startswith(post.code)] or list(actor.posts)
    if not covering:
        return actor.name if actor.user_id is None else ""
    narrowest = max(covering, key=lambda post: len(post.code))
    return f"{narrowest.role}@{narrowest.code}"
