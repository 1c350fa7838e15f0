"""One round with a peer (同步): send what waits, take what is new, tell and hear what happened. Safe to repeat at any point."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import SYSTEM_ACTOR, Actor
from governance.errors import Refused
from governance.ledger.models import Entry
from incidents.actions.exchange.calling import Failed, NotThere, Server
from incidents.actions.exchange.sending import resolve_token, send_open
from incidents.actions.exchange.taking import fit, note_status, take_request
from incidents.actions.noting import note_update
from incidents.georeport.reading import Unreadable, Update, requests, updates
from incidents.georeport.writing import moment
from incidents.models import Exchange, Peer
from incidents.queries.open311 import TOLD, exchanged, public_words
from incidents.workflow import STEPS

OVERLAP = timedelta(hours=1)
FIRST = timedelta(days=7)
LONGEST = timedelta(days=89)
CHUNK = 50
PAGES = 20
LABELS = {step.past: step.label for step in STEPS}


@dataclass
class Synced:
    """What a round did, in numbers."""

    new: int = 0
    changed: int = 0
    known: int = 0
    skipped: int = 0
    sent: int = 0
    told: int = 0
    heard: int = 0
    fault: str = ""

    def payload(self) -> dict[str, object]:
        """As JSON has it."""
        return asdict(self)


def sync_peer(*, actor: Actor, peer: Peer, at: datetime, take: bool = True) -> Synced:
    """A round with one peer; a fault ends it and stands on the peer, and the next round goes on where this one was.

    With `take` False cases of theirs are not imported. Every change is recorded by the action that makes it.
    """
    policy.require(actor, "peer.exchange", None)
    done = Synced()
    try:
        _send(peer, done)
        _hear(peer, done, at)
        if take:
            _take(peer, done, at)
        _tell(peer, done)
    except (Failed, NotThere, Unreadable, Refused) as fault:
        done.fault = str(fault)[:200] or _("没有应答。")
    peer.fault = done.fault
    peer.save(update_fields=["fault", "read_until", "updates_read_until"])
    return done


def _send(peer: Peer, done: Synced) -> None:
    for exchange in exchanged(peer_id=peer.pk).filter(imported=False, remote_id=""):
        done.sent += send_open(peer=peer, exchange=exchange)
        resolve_token(peer=peer, exchange=exchange)


def _take(peer: Peer, done: Synced, at: datetime) -> None:
    """Pages of what they have since the last round; an hour is read twice, since clocks differ."""
    since = begin(peer.read_until, at)
    for page in range(1, PAGES + 1):
        asked = {"start_date": moment(since) or "", "page": str(page)}
        found = requests(Server(peer).get("requests", asked))
        fresh = 0
        for theirs in found:
            if theirs.id:
                outcome = take_request(peer=peer, theirs=theirs, at=at)
                setattr(done, outcome, getattr(done, outcome) + 1)
                fresh += outcome == "new"
        if not fresh:  # a server without paging answers every page with the same
            break
    peer.read_until = at


def begin(read_until: datetime | None, at: datetime) -> datetime:
    """From when a round reads: an hour before where the last one was, and never more than servers give at once."""
    return max((read_until or at - FIRST) - OVERLAP, at - LONGEST)


def _hear(peer: Peer, done: Synced, at: datetime) -> None:
    """Their updates of cases that both know; where the extension is missing, their present status."""
    known = {exchange.remote_id: exchange for exchange in exchanged(peer_id=peer.pk) if exchange.remote_id}
    since = begin(peer.updates_read_until, at)
    try:
        found = updates(Server(peer).get("servicerequestupdates", {"start_date": moment(since) or ""}))
    except NotThere:
        _poll(peer, known, done, at)
        return
    for one in found:
        exchange = known.get(one.request_id)
        if exchange is not None and not before(exchange, one):
            done.heard += note_update(
                actor=SYSTEM_ACTOR, incident=exchange.incident, sender=f"peer:{peer.pk}", update_id=one.id[:64], status=one.status,
                text=fit(one.description, 1000), at=at,
            )  # fmt: skip
            exchange.remote_status = one.status or exchange.remote_status
            exchange.save(update_fields=["remote_status"])
    peer.updates_read_until = at


def before(exchange: Exchange, update: Update) -> bool:
    """Whether it happened to a case of theirs before we took it: the case itself tells that."""
    return exchange.imported and update.updated is not None and update.updated < exchange.at.replace(microsecond=0)


def _poll(peer: Peer, known: dict[str, Exchange], done: Synced, at: datetime) -> None:
    ids = sorted(known)
    for start in range(0, len(ids), CHUNK):
        asked = {"service_request_id": ",".join(ids[start : start + CHUNK])}
        for theirs in requests(Server(peer).get("requests", asked)):
            if theirs.id in known:
                done.heard += note_status(exchange=known[theirs.id], theirs=theirs, at=at)


def _tell(peer: Peer, done: Synced) -> None:
    """Our steps since the last one that they were told, in order; each by its own number in the record."""
    for exchange in exchanged(peer_id=peer.pk).exclude(remote_id=""):
        for entry in steps_after(exchange):
            said = public_words(entry, exchange.incident) or str(LABELS.get(entry.verb, ""))
            form = {
                "service_request_id": exchange.remote_id, "update_id": f"{entry.chain}-{entry.seq}", "status": TOLD[entry.verb],
                "description": said, "updated_datetime": moment(entry.at) or "",
            }  # fmt: skip
            try:
                Server(peer).post("servicerequestupdates", form)
            except NotThere:
                return
            exchange.told_version = entry.version
            exchange.save(update_fields=["told_version"])
            done.told += 1


def steps_after(exchange: Exchange) -> Sequence[Entry]:
    """The steps of a case that its peer does not know yet. Notes are not among them: they would go round in circles."""
    case = Entry.objects.filter(kind="incident", object_id=str(exchange.incident_id), verb__in=list(TOLD))
    return list(case.filter(version__gt=exchange.told_version).order_by("pk"))
