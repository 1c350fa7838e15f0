"""A round with other cities' servers, or one case given to one of them."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from governance.errors import Refused
from incidents.actions.exchange import send_case, sync_peer
from incidents.actions.exchange.calling import Failed
from incidents.management.loading import reason_of
from incidents.models import Incident, Peer


class Command(BaseCommand):
    """`open311_exchange [NAME] [--send NUMBER] [--no-import]`; without a name a round with each."""

    help = "Exchange cases with other cities' GeoReport servers (与外部平台往来案件)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """With whom, and what."""
        parser.add_argument("name", nargs="?", default="")
        parser.add_argument("--send", metavar="NUMBER", default="", help="give them this case of ours")
        parser.add_argument("--no-import", action="store_true", help="take no new cases of theirs")

    def handle(self, *_args: Any, **options: Any) -> None:
        """One JSON line for each peer."""
        peers = Peer.objects.filter(ended_at__isnull=True).order_by("name")
        if options["name"]:
            peers = peers.filter(name=options["name"])
        if not peers:
            raise CommandError("no such peer: open311_peer add", returncode=2)
        for peer in peers:
            if options["send"]:
                self.send(peer, options["send"])
            done = sync_peer(actor=SYSTEM_ACTOR, peer=peer, at=timezone.now(), take=not options["no_import"])
            self.stdout.write(json.dumps({"peer": peer.name, **done.payload()}, ensure_ascii=False))

    def send(self, peer: Peer, number: str) -> None:
        """One case; a refusal ends the command with its reason."""
        incident = Incident.objects.select_related("category").filter(number=number).first()
        if incident is None:
            raise CommandError(f"no case {number}", returncode=2)
        try:
            send_case(actor=SYSTEM_ACTOR, peer=peer, incident=incident, at=timezone.now())
        except Refused as refused:
            raise CommandError(reason_of(refused), returncode=2) from refused
        except Failed as failed:
            self.stderr.write(f"kept, to be sent again: {failed}")
