"""The trace of a look (查阅留痕): one ledger entry, and for each person a row that finds it again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from governance.access.actor import Actor
from governance.codes import LENGTHS
from governance.ledger.record import Recorded, record
from residents.models import Resident

LOOKED = """
INSERT INTO residents_look (resident_id, chain, seq, actor_id, at, whole) SELECT unnest(%s::uuid[]), %s, %s, %s, %s, %s
"""


def leave_trace(*, actor: Actor, people: Sequence[Resident], verb: str, whole: bool, at: datetime, detail: Mapping[str, Any]) -> None:
    """Record one look at these people: ids, field names and the purpose, never a value. Nothing when there is nobody."""
    if not people:
        return
    ids = [person.pk for person in people]
    one = str(ids[0]) if len(ids) == 1 else ""
    more = {} if one else {"ids": [str(pk) for pk in ids]}
    entry = record(
        actor=actor, verb=verb, kind="resident", object_id=one, code=common_code([person.code for person in people]), at=at,
        detail={**detail, **more},
    )  # fmt: skip
    note_looks(ids, entry, actor=actor, whole=whole, at=at)


def note_looks(ids: Sequence[UUID], entry: Recorded, *, actor: Actor, whole: bool, at: datetime) -> None:
    """For each person or enterprise a row that finds the entry of the look again."""
    with connection.cursor() as cursor:
        cursor.execute(LOOKED, [list(ids), entry.chain, entry.seq, actor.user_id, at, whole])


def common_code(codes: Sequence[str]) -> str:
    """The narrowest area that holds all of them."""
    first, last = min(codes), max(codes)
    same = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), min(len(first), len(last)))
    prefix = first[:same]
    return prefix[: max((length for length in LENGTHS if length <= len(prefix)), default=0)]
