"""Filing a report (上报): idempotent by the client's UUID, never refused for a bad place."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Conflict, Gone, Invalid, Refused
from governance.ledger.record import record
from governance.phones import true_time
from grids import queries as grids
from grids.models import Layer
from incidents.actions.blackouts import refuse_blacked_out
from incidents.actions.insert import insert_case
from incidents.actions.photos import attach_photos, has_stage
from incidents.actions.placing import Place, place_of
from incidents.actions.telling import tell_step
from incidents.actions.timing import turn
from incidents.models import Incident, Nature, Source, Stage
from incidents.queries import reference
from incidents.triage import propose
from incidents.workflow import State

DRAWN = (Layer.GRIDS, Layer.DIVISIONS)
"""What a place is found by."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a reporter sends. Its canonical form is hashed: the same UUID with another report is a conflict."""

    category_id: int
    captured_at: datetime
    lon: float | None = None
    lat: float | None = None
    accuracy_m: float | None = None
    datum: str = "wgs84"
    community: str = ""
    place: str = ""
    text: str = ""
    nature: str = Nature.COMPLAINT
    source: str = Source.OTHER
    photos: Sequence[UUID] = field(default_factory=tuple)
    on_the_spot: bool = False

    def digest(self) -> bytes:
        """SHA-256 of the canonical form."""
        return hashlib.sha256(orjson.dumps(self, default=str, option=orjson.OPT_SORT_KEYS)).digest()


def report_incident(
    *, actor: Actor, incident_id: UUID, report: Report, at: datetime, sent_at: datetime | None = None
) -> tuple[Incident, bool]:
    """File a report; returns the case and whether it is new. The same UUID and report again is the same case.

    Finds the grid, proposes units, starts the accept clock. Refuses another report under the same UUID (Conflict),
    an unknown category or photo (Invalid). A place outside every grid is accepted and marked. `sent_at` is the
    phone's clock when it sent: its offset corrects the capture time. Records incident.reported, and
    incident.handled_on_the_spot when the worker mended it at once (needs an after photo).
    """
    try:
        incident = _file(actor, incident_id, report, at, sent_at)
    except Refused:  # what was taken once is not refused later, though its category be disabled since
        if (known := resent(actor=actor, incident_id=incident_id, report=report, at=at)) is None:
            raise
        return known, False
    if incident is not None:
        return incident, True
    return _winner(actor, incident_id, report, at), False


def _file(actor: Actor, incident_id: UUID, report: Report, at: datetime, sent_at: datetime | None) -> Incident | None:
    """The new case; None when the id is taken. Whether it is, the insert itself tells: asking first is a round trip."""
    category = reference.categories().get(report.category_id)
    if category is None or not category.active:
        raise Invalid(fields={"category": [_("没有这个类别，或已停用。")]})

    def placed() -> tuple[Incident, str]:
        edition = grids.edition(*DRAWN)
        place = place_of(report=report, actor=actor)
        refuse_blacked_out(category=category, code=place.code, moment=min(report.captured_at, at))
        policy.require(actor, f"incident.{'handle_on_the_spot' if report.on_the_spot else 'report'}", place.code)
        incident = _draft(actor, incident_id, report, place, at, sent_at)
        incident.proposals = list(propose(category=category, code=place.code))
        return incident, edition

    incident, edition = placed()
    with transaction.atomic():
        inserted = insert_case(incident, edition=edition)
        if inserted is None:
            if grids.edition(*DRAWN, truth=True) == edition:
                return None
            incident, edition = placed()  # the map is another one since, and held now: this place is the true one (B11)
            inserted = insert_case(incident, edition=edition)
            if inserted is None:
                return None
        attach_photos(actor=actor, incident=incident, photo_ids=report.photos)
        _record(actor, incident, at, heard=inserted.heard, clock=clock_of(report, sent_at, at) if incident.clock_skewed else {})
    return incident


def clock_of(report: Report, sent_at: datetime | None, at: datetime) -> dict[str, Any]:
    """What a phone's wrong clock said, and how far it was off: the case has the corrected time, the record both (A16)."""
    off = round((at - sent_at).total_seconds()) if sent_at is not None else None
    return {"phone_captured_at": report.captured_at.isoformat(), "phone_off_seconds": off}


def _record(actor: Actor, incident: Incident, at: datetime, *, heard: bool, clock: dict[str, Any]) -> None:
    if incident.on_the_spot and not has_stage(incident, Stage.AFTER):
        raise Invalid(fields={"photos": [_("自处置需要一张处置后的照片。")]})
    verb = "incident.handled_on_the_spot" if incident.on_the_spot else "incident.reported"
    detail = {"state": incident.state, "category": incident.category_id, "placing": incident.placing, "source": incident.source}
    tell_step(past=verb, incident=incident, actor=actor, at=at, detail=detail, heard=heard)
    detail |= clock
    record(actor=actor, verb=verb, kind="incident", object_id=str(incident.pk), code=incident.code, at=at, version=1, detail=detail)


def resent(*, actor: Actor, incident_id: UUID, report: Report, at: datetime) -> Incident | None:
    """The case that this UUID already made, when sender and report are the same. Else None, or Conflict.

    Gone, with the survivor's number, when the case was merged since (A5). A conflict with one's own earlier report
    is recorded with both digests (incident.conflicted): nothing is lost unseen. To anybody else the answer tells
    nothing (A3).
    """
    known = Incident.objects.filter(pk=incident_id).first()
    if known is None:
        return None
    mine = known.reporter_id == actor.user_id
    digest = report.digest()
    if mine and bytes(known.body_digest) == digest:
        if known.survivor is not None:
            raise Gone(survivor=known.survivor.number)
        return known
    if mine and actor.user_id is not None:
        with transaction.atomic():
            both = {"kept": bytes(known.body_digest).hex(), "sent": digest.hex()}
            record(
                actor=actor,
                verb="incident.conflicted",
                kind="incident",
                object_id=str(known.pk),
                code=known.code,
                at=at,
                version=known.version,
                detail=both,
            )
        raise Conflict(_("同一编号已提交过不同的内容。您手机上的内容没有丢失，可作为新案件发送。"), kept=both["kept"], sent=both["sent"])
    raise Conflict(_("同一编号已被使用。"))


def _winner(actor: Actor, incident_id: UUID, report: Report, at: datetime) -> Incident:
    """Two copies at the same instant: the unique key decided, the loser gets the winner's case (A4)."""
    known = resent(actor=actor, incident_id=incident_id, report=report, at=at)
    if known is None:
        raise Gone
    return known


def _draft(actor: Actor, incident_id: UUID, report: Report, place: Place, at: datetime, sent_at: datetime | None) -> Incident:
    captured_at, skewed = true_time(captured_at=report.captured_at, sent_at=sent_at, at=at)
    closed = report.on_the_spot
    incident = Incident(
        id=incident_id,
        state=State.CLOSED if closed else State.REPORTED,
        version=1,
        code=place.code,
        category_id=report.category_id,
        source=report.source,
        nature=report.nature,
        text=report.text,
        place=report.place,
        accuracy_m=report.accuracy_m,
        point=None if place.lon is None or place.lat is None else Point(place.lon, place.lat, srid=4326),
        datum=report.datum,
        original=place.original,
        placing=place.placing,
        captured_at=captured_at,
        received_at=at,
        clock_skewed=skewed,
        reporter_id=actor.user_id,
        body_digest=report.digest(),
        follow_digest=hashlib.sha256(follow_token(incident_id).encode()).digest() if actor.user_id is None else None,
        on_the_spot=closed,
        closed_at=at if closed else None,
    )
    turn(incident, came_from="", at=at)
    return incident


def follow_token(incident_id: UUID) -> str:
    """The secret of a resident's link: 256 bits derived from the case's UUID, so that a retry answers with the same."""
    mac = hmac.new(settings.SECRET_KEY.encode(), b"follow:" + incident_id.bytes, hashlib.sha256)
    return mac.hexdigest()
