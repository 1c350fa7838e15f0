"""Keep the servers of other cities."""

import json
import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from governance.errors import Refused
from incidents.actions.exchange import add_peer, end_peer
from incidents.management.loading import reason_of
from incidents.models import Peer


class Command(BaseCommand):
    """`open311_peer add NAME URL --service theirs=ours ...`, `end NAME`, `list`. The key is read from OPEN311_PEER_KEY."""

    help = "Keep other cities' GeoReport servers (管理外部平台)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do."""
        verbs = parser.add_subparsers(dest="do", required=True)
        add = verbs.add_parser("add")
        add.add_argument("name")
        add.add_argument("endpoint", help="the address before /requests.json")
        add.add_argument("--service", action="append", default=[], metavar="THEIRS=OURS", help="their code (* for any other) and ours")
        add.add_argument("--jurisdiction", default="")
        add.add_argument("--community", default="", help="where their cases without a point go: 12 digits")
        add.add_argument("--inside", action="store_true", help="it stands in our own network: http, private addresses")
        verbs.add_parser("end").add_argument("name")
        verbs.add_parser("list")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it."""
        at = timezone.now()
        try:
            if options["do"] == "add":
                services = dict(pair.split("=", 1) for pair in options["service"] if "=" in pair)
                add_peer(
                    actor=SYSTEM_ACTOR, name=options["name"], endpoint=options["endpoint"], at=at, services=services,
                    api_key=os.environ.get("OPEN311_PEER_KEY", ""), jurisdiction=options["jurisdiction"], code=options["community"],
                    inside=options["inside"],
                )  # fmt: skip
            elif options["do"] == "end":
                end_peer(actor=SYSTEM_ACTOR, name=options["name"], at=at)
        except Refused as refused:
            raise CommandError(reason_of(refused), returncode=2) from refused
        for peer in Peer.objects.filter(ended_at__isnull=True).order_by("name"):
            self.stdout.write(json.dumps({"name": peer.name, "endpoint": peer.endpoint, "fault": peer.fault}, ensure_ascii=False))
