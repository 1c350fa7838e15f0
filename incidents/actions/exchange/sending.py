"""Giving a case to another city (转出案件): kept first, then sent; sent again until an answer came."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Conflict, Invalid
from governance.ledger.record import record
from incidents.actions.exchange.calling import Failed, NotThere, Server
from incidents.georeport.codes import service_code
from incidents.georeport.reading import Unreadable, requests
from incidents.models import Exchange, Incident, Peer
from incidents.publicity import Publicity, public_place, public_point, public_text
from incidents.queries.public import public_cases, publicity_of


def send_case(*, actor: Actor, peer: Peer, incident: Incident, at: datetime) -> Exchange:
    """Give a public case to a peer; what it is called there, if the peer answered now. Records incident.exchanged.

    Only what anybody may see goes out. Refuses a case that is not public, one of a service that the peer does not have
    (Invalid) and one that is exchanged with another peer already (Conflict). The same again sends no second one.
    """
    policy.require(actor, "peer.exchange", None)
    if not public_cases(at=at).filter(pk=incident.pk).exists() or publicity_of(incident) != Publicity.OPEN:
        raise Invalid(fields={"incident": [_("这类案件不公开，不能转出。")]})
    theirs_code(peer, incident)
    try:
        with transaction.atomic():
            exchange, new = Exchange.objects.get_or_create(peer=peer, incident=incident, defaults={"imported": False, "at": at})
            if new:
                detail = {"state": incident.state, "peer": peer.name}
                record(
                    actor=actor, verb="incident.exchanged", kind="incident", object_id=str(incident.pk), code=incident.code, at=at,
                    version=incident.version, detail=detail,
                )  # fmt: skip
    except IntegrityError as error:
        raise Conflict(_("本案已与另一平台往来。")) from error
    send_open(peer=peer, exchange=exchange)
    return exchange


def theirs_code(peer: Peer, incident: Incident) -> str:
    """Their service for our case; Invalid when the table has none."""
    category = incident.category
    ours = service_code(scheme=category.scheme, kind=category.kind, code=category.code)
    found = next((theirs for theirs, mine in peer.services.items() if mine == ours and theirs != "*"), None)
    if found is None:
        raise Invalid(fields={"services": [_("%(name)s没有对应的服务。") % {"name": peer.name}]})
    return str(found)


def send_open(*, peer: Peer, exchange: Exchange) -> bool:
    """POST a case that has no number there yet. Our UUID goes along, so that a server that knows `client_id` makes no second one."""
    if exchange.imported or exchange.remote_id or exchange.remote_token:
        return False
    incident = exchange.incident
    publicity = publicity_of(incident)
    form = {
        "service_code": theirs_code(peer, incident),
        "description": public_text(text=incident.text, state=incident.state, publicity=publicity) or incident.category.name,
        "address_string": public_place(place=incident.place, publicity=publicity),
        "client_id": str(incident.pk),
    }
    if incident.point is not None:
        lon, lat = public_point(lon=incident.point.x, lat=incident.point.y, publicity=publicity)
        form |= {"lat": str(lat), "long": str(lon)}
    try:
        made = requests(Server(peer).post("requests", form))[0]
    except (NotThere, Unreadable, IndexError) as error:
        raise Failed(_("%(name)s的回答无法识别。") % {"name": peer.name}) from error
    exchange.remote_id, exchange.remote_token, exchange.told_version = made.id[:64], made.token[:64], incident.version
    exchange.save(update_fields=["remote_id", "remote_token", "told_version"])
    return True


def resolve_token(*, peer: Peer, exchange: Exchange) -> bool:
    """Ask what number a token became."""
    if exchange.remote_id or not exchange.remote_token:
        return False
    found = [one for one in requests(Server(peer).get(f"tokens/{exchange.remote_token}", {})) if one.id]
    if not found:
        return False
    exchange.remote_id = found[0].id[:64]
    exchange.save(update_fields=["remote_id"])
    return True
