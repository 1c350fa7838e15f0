"""Peers (外部平台): who they are, which of their services is which of ours."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Conflict, Invalid, NotFound
from governance.ledger.record import record
from governance.outbound import Forbidden, checked_address
from incidents.actions.exchange.calling import sealed_key
from incidents.models import Peer
from incidents.queries import open311


def add_peer(
    *,
    actor: Actor,
    name: str,
    endpoint: str,
    at: datetime,
    services: Mapping[str, str],
    api_key: str = "",
    jurisdiction: str = "",
    code: str = "",
    inside: bool = False,
) -> Peer:
    """Make another city's server known. `services` maps its service codes (`*`: any other) to ours.

    Refuses a taken name (Conflict), an address that may not be called and a service that we do not offer (Invalid).
    Records peer.added.
    """
    policy.require(actor, "peer.keep", None)
    if unknown := sorted({ours for ours in services.values() if open311.service(ours) is None}):
        raise Invalid(fields={"services": [_("没有这些 service_code：%(unknown)s") % {"unknown": "、".join(unknown)}]})
    try:
        checked_address(endpoint, hosts=None, inside=inside)
    except Forbidden as forbidden:
        raise Invalid(fields={"endpoint": [str(forbidden)]}) from forbidden
    try:
        with transaction.atomic():
            peer = Peer.objects.create(
                name=name, endpoint=endpoint, jurisdiction=jurisdiction, code=code, inside=inside, services=dict(services)
            )
            if api_key:
                peer.sealed_key = sealed_key(peer.pk, api_key)
                peer.save(update_fields=["sealed_key"])
            record(actor=actor, verb="peer.added", kind="peer", object_id=str(peer.pk), code=code, at=at, detail={"endpoint": endpoint})
    except IntegrityError as error:
        raise Conflict(_("这个名称已被使用。"), fields={"name": [_("这个名称已被使用。")]}) from error
    return peer


@transaction.atomic
def end_peer(*, actor: Actor, name: str, at: datetime) -> None:
    """Stop talking to a server; what was exchanged stays. Records peer.ended."""
    policy.require(actor, "peer.keep", None)
    peer = Peer.objects.select_for_update().filter(name=name, ended_at__isnull=True).first()
    if peer is None:
        raise NotFound
    peer.ended_at, peer.sealed_key = at, None
    peer.save(update_fields=["ended_at", "sealed_key"])
    record(actor=actor, verb="peer.ended", kind="peer", object_id=str(peer.pk), code=peer.code, at=at)
