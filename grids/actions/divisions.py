"""Loading tables of divisions (导入行政区划)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction

from governance.access import policy
from governance.access.actor import Actor
from governance.codes import ancestors
from governance.ledger.record import record
from grids.actions.editions import raise_edition
from grids.actions.files import digest_of
from grids.actions.staging import copied, rows_of
from grids.codebook import DivisionRow, read_divisions
from grids.models import Layer
from grids.queries.holding import hold_district
from grids.summary import Summary

MERGE = """
INSERT INTO grids_division (code, name, parent_id, approximate)
SELECT code, coalesce(name, spare, code), parent, false FROM incoming_division
ON CONFLICT (code) DO UPDATE SET name = excluded.name
  WHERE grids_division.name <> excluded.name AND excluded.code IN (SELECT code FROM incoming_division WHERE name IS NOT NULL)
RETURNING code, xmax = 0
"""
OLD_NAMES = """
SELECT d.code, d.name, i.name FROM grids_division d JOIN incoming_division i USING (code) WHERE d.name <> i.name
"""


def load_divisions(*, actor: Actor, at: datetime, file: Path, skip_refused: bool = False, dry_run: bool = False) -> Summary:
    """Add and rename the divisions of a table; wider ones it only implies are added too, named by their code.

    Nothing is removed. The same file again changes nothing and records nothing. When a line is refused nothing is
    written, unless `skip_refused`. A wider division than the actor's area is added when missing but never renamed.
    Refuses NotAllowed when a narrower one lies outside the area, FileRefused for no such table. Records
    division.loaded for each district that changed, with counts, renames and the digest of the file.
    """
    digest = digest_of(file)
    rows, refused = read_divisions(path=file)
    held = may_name(actor, "division.load", [row.code for row in rows])
    named = [row for row in rows if row.code in held]
    with transaction.atomic():
        added, changed = _merged(actor, at, named, file=file, digest=digest)
        written = not dry_run and (skip_refused or not refused)
        if not written:
            transaction.set_rollback(True)
    codes = {row.code for row in rows}
    new = len(added & codes)
    return Summary(
        "divisions", digest, len(rows) + len(refused), new, len(changed), len(rows) - new - len(changed),
        refused=refused, created=tuple(sorted(added - codes)), written=written,
    )  # fmt: skip


def may_name(actor: Actor, verb: str, codes: Sequence[str]) -> frozenset[str]:
    """Those of the codes that the actor may change. The others must be wider than one of them, else NotAllowed."""
    held = frozenset(code for code in codes if policy.allowed(actor, verb, code))
    wider = {above for code in held for above in ancestors(code)}
    beyond = [code for code in codes if code not in held and code not in wider]
    if beyond:
        policy.require(actor, verb, min(beyond))
    if not codes:  # a file without one usable row still tells its refusals, to those who keep some map
        policy.require(actor, "grid.oversee", None)
    return held


def ensure_divisions(
    *, named: Iterable[tuple[str, str | None]], spare: Mapping[str, str] | None = None
) -> tuple[frozenset[str], dict[str, tuple[str, str]]]:
    """Add or rename divisions in the caller's transaction, with every wider one; None leaves a name as it is.

    `spare` names serve only those that are made here; else a division without a name bears its code. Gives the codes that
    were added, and old and new name of those renamed.
    """
    names: dict[str, str | None] = {}
    for code, name in named:
        for above in ancestors(code):
            names.setdefault(above, None)
        names[code] = name if name is not None else names[code]
    columns = {"code": 'text COLLATE "C" PRIMARY KEY', "name": "text", "spare": "text", "parent": "text"}
    copied("incoming_division", columns, ((code, name, (spare or {}).get(code), _parent(code)) for code, name in names.items()))
    renamed = {code: (old, new) for code, old, new in rows_of(OLD_NAMES)}
    added = frozenset(code for code, new in rows_of(MERGE) if new)
    return added, renamed


def _parent(code: str) -> str | None:
    above = ancestors(code)[:-1]
    return above[-1] if above else None


def _merged(actor: Actor, at: datetime, named: Sequence[DivisionRow], *, file: Path, digest: str) -> tuple[frozenset[str], frozenset[str]]:
    for district in sorted({row.code[:6] for row in named}):
        hold_district(district)
    added, renamed = ensure_divisions(named=[(row.code, row.name) for row in named])
    if added or renamed:
        raise_edition(Layer.DIVISIONS, at=at)
    for place, codes in sorted(by_district({*added, *renamed}).items()):
        detail = {
            "file": file.name, "sha256": digest, "added": sum(code in added for code in codes),
            "renamed": {code: list(renamed[code]) for code in codes if code in renamed},
        }  # fmt: skip
        record(actor=actor, verb="division.loaded", kind="division", object_id=place, code=place, at=at, detail=detail)
    return added, frozenset(renamed)


def by_district(codes: Iterable[str]) -> dict[str, list[str]]:
    """The codes under their district; a city stands for itself."""
    found: dict[str, list[str]] = defaultdict(list)
    for code in sorted(codes):
        found[code[:6]].append(code)
    return found
