"""Issue a key of the open interface; printed once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from governance.errors import Refused
from incidents.actions.keys import issue_key
from incidents.management.loading import reason_of


class Command(BaseCommand):
    """`manage issue_open311_key NAME [--per-hour N]`."""

    help = "Issue an api_key of the Open311 interface (签发接口密钥)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """For whom, and how often in an hour it may be used."""
        parser.add_argument("name")
        parser.add_argument("--per-hour", type=int, default=600)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the secret."""
        try:
            secret = issue_key(actor=SYSTEM_ACTOR, name=options["name"], at=timezone.now(), per_hour=options["per_hour"])
        except Refused as refused:
            raise CommandError(reason_of(refused), returncode=2) from refused
        self.stdout.write(secret)
