"""Writing appeals (写入): some hundreds in one transaction, each a case with its entry in the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.utils.translation import gettext as _

from governance.access.actor import Actor
from governance.access.models import Unit
from governance.ledger.record import Fact, record_many
from incidents.actions.appeals.appeal import Appeal
from incidents.actions.appeals.kinds import Kinds
from incidents.actions.appeals.outcome import Outcome
from incidents.actions.appeals.units import Units
from incidents.actions.catalogue.summary import RefusedLine
from incidents.actions.insert_many import insert_cases
from incidents.models import Incident
from incidents.workflow import State

NAMESPACE = UUID("7d0f6a52-6f0e-5c3a-9a53-61c1a8f5b0de")
LOCK = 0x617070  # "app": two keys, this and the district


@dataclass(frozen=True, slots=True)
class Ready:
    """An appeal with everything resolved but the rows it points to."""

    appeal: Appeal
    origin: str
    digest: bytes
    category: str
    unit: str
    code: str
    placing: str
    source: str
    nature: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes batches of one district."""

    district: str
    actor: Actor
    at: datetime
    kinds: Kinds
    units: Units

    @transaction.atomic
    def write(self, batch: Sequence[Ready]) -> Outcome:
        """All new ones of the batch, or none. What is there already is unchanged, or refused when the line says something else.

        One import of a district writes at a time. Records incident.imported for each case.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, int(self.district)])
        new, outcome = sorted_out(batch, kept_digests(batch))
        self.kinds.ensure({one.category for one in new}, actor=self.actor, at=self.at)
        pairs = [(one, self.units.ensure(one.unit, one.code, actor=self.actor, at=self.at) if one.unit else None) for one in new]
        cases = [self.case(one, unit) for one, unit in pairs]
        insert_cases(cases)
        record_many(facts=[self.fact(one, case) for one, case in zip(new, cases, strict=True)])
        return outcome

    def case(self, ready: Ready, unit: Unit | None) -> Incident:
        """The case. Its closing time is not in the file and stays empty; no deadline is made up either."""
        open_state = State.DISPATCHED if unit else State.FILED
        return Incident(
            id=uuid5(NAMESPACE, ready.origin),
            state=State.CLOSED if ready.appeal.archived else open_state,
            code=ready.code,
            category=self.kinds.known[ready.category],
            source=ready.source,
            nature=ready.nature,
            place=ready.appeal.place,
            placing=ready.placing,
            captured_at=ready.appeal.created_at,
            received_at=ready.appeal.created_at,
            body_digest=ready.digest,
            unit=unit,
            late=ready.appeal.late,
            origin=ready.origin,
        )

    def fact(self, ready: Ready, case: Incident) -> Fact:
        """The entry: of the time of the import, with the other system's words."""
        detail = {
            "state": case.state,
            "units": [case.unit_id] if case.unit_id else [],
            "origin": ready.origin,
            "line": ready.appeal.line,
            "source": ready.appeal.source,
            "late": case.late,
            "repaired": list(ready.notes),
        }
        return Fact(self.actor, "incident.imported", "incident", str(case.pk), case.code, self.at, 1, detail)


def kept_digests(batch: Sequence[Ready]) -> dict[str, bytes]:
    """Those of the batch that are cases already, with the digest of what they said."""
    rows = Incident.objects.filter(origin__in=[one.origin for one in batch]).values_list("origin", "body_digest")
    return {origin: bytes(digest) for origin, digest in rows if origin}


def sorted_out(batch: Sequence[Ready], kept: Mapping[str, bytes]) -> tuple[list[Ready], Outcome]:
    """The new ones, and what becomes of each line. One whose REC_ID is another appeal's is refused."""
    new, outcome, known = list[Ready](), Outcome(), dict(kept)
    for one in batch:
        digest = known.get(one.origin)
        if digest is None:
            known[one.origin] = one.digest
            new.append(one)
            outcome.imported += 1
            if one.notes:
                outcome.repaired.append(RefusedLine(one.appeal.line, "；".join(one.notes)))
        elif digest == one.digest:
            outcome.unchanged += 1
        else:
            outcome.refuse(one.appeal.line, _("REC_ID %(id)s 已有内容不同的一条，未导入。") % {"id": one.appeal.rec_id})
    return new, outcome
