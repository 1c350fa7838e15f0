"""Taking another city's cases (接收对方案件): each once, by its own number there."""

import uuid
from datetime import datetime

from django.db import transaction

from governance.access.actor import SYSTEM_ACTOR
from governance.errors import Refused
from governance.ledger.record import record
from governance.privacy import DirtyText, clean_text
from incidents.actions.noting import note_update
from incidents.actions.report import Report, report_incident
from incidents.georeport.reading import Request
from incidents.models import Category, Exchange, Incident, Peer, Source
from incidents.queries import open311

TEXT, PLACE = 4000, 200


def take_request(*, peer: Peer, theirs: Request, at: datetime) -> str:
    """One case of theirs: `new`, `changed` (its status, as a note), `known`, or `skipped` (over already, no service of ours).

    Records incident.reported and incident.exchanged for a new one, incident.noted for a changed one.
    """
    known = Exchange.objects.select_related("incident").filter(peer=peer, remote_id=theirs.id).first()
    if known is not None:
        return "changed" if note_status(exchange=known, theirs=theirs, at=at) else "known"
    category = category_for(peer, theirs.service_code)
    if category is None or theirs.status == "closed":
        return "skipped"
    return "new" if _filed(peer, theirs, category, at) else "skipped"


def category_for(peer: Peer, code: str) -> Category | None:
    """Which of ours their service is: by the peer's table, else by the table's `*`."""
    ours = peer.services.get(code) or peer.services.get("*")
    return open311.service(ours) if ours else None


def _filed(peer: Peer, theirs: Request, category: Category, at: datetime) -> bool:
    report = Report(
        category_id=category.pk,
        captured_at=theirs.requested or at,
        lon=theirs.long if theirs.lat is not None else None,
        lat=theirs.lat if theirs.long is not None else None,
        community=peer.code if len(peer.code) == 12 else "",  # noqa: PLR2004 - a community's code
        place=fit(theirs.address, PLACE),
        text=fit(theirs.description or theirs.service_name, TEXT),
        source=Source.OPEN311,
    )
    case_id = uuid.uuid5(uuid.NAMESPACE_URL, f"{peer.endpoint}#{theirs.id}")
    try:
        with transaction.atomic():
            incident, _new = report_incident(actor=SYSTEM_ACTOR, incident_id=case_id, report=report, at=at)
            link(peer, incident, theirs, imported=True, at=at)
    except Refused:  # a place or text that we do not take: the others go on, the count tells
        return False
    return True


def link(peer: Peer, incident: Incident, theirs: Request, *, imported: bool, at: datetime) -> None:
    """Note on the case that another server knows it. In the transaction of its filing."""
    row = Exchange(peer=peer, incident=incident, remote_id=theirs.id, remote_status=theirs.status, imported=imported, at=at)
    row.told_version = incident.version
    row.save(force_insert=True)
    detail = {"state": incident.state, "peer": peer.name, "remote": theirs.id}
    record(
        actor=SYSTEM_ACTOR, verb="incident.exchanged", kind="incident", object_id=str(incident.pk), code=incident.code, at=at,
        version=incident.version, detail=detail,
    )  # fmt: skip


@transaction.atomic
def note_status(*, exchange: Exchange, theirs: Request, at: datetime) -> bool:
    """Their status as a note, when it is another one than we knew; whether it is."""
    if not theirs.status or theirs.status == exchange.remote_status:
        return False
    stamp = f"{theirs.status}-{(theirs.updated or at):%Y%m%dT%H%M%S}"
    note_update(
        actor=SYSTEM_ACTOR, incident=exchange.incident, sender=f"peer:{exchange.peer_id}", update_id=stamp, status=theirs.status,
        text=fit(theirs.notes or theirs.status, 1000), at=at,
    )  # fmt: skip
    exchange.remote_status = theirs.status
    exchange.save(update_fields=["remote_status"])
    return True


def fit(text: str, most: int) -> str:
    """A foreign text as we may keep it: cut to length, empty where it holds signs that we do not take."""
    try:
        return clean_text(text[:most], max_length=most)
    except DirtyText:
        return ""
