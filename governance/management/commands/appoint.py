"""`manage.py appoint USERNAME ROLE CODE --name NAME --unit UNIT`: how the first administrators come into a new system."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from governance.access.actions import appoint
from governance.access.actor import SYSTEM_ACTOR
from governance.access.roles import Role
from governance.errors import Refused


class Command(BaseCommand):
    """Add the user and the unit where they are missing, grant the post, and print the address to choose a password.

    Nobody who administers can be invited on a page: who could choose their password would be them. Idempotent but for the
    address, which is a new one each time; --no-address leaves the password as it is.
    """

    help = "Give a person a post, and print the address by which they choose a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, what, where."""
        parser.add_argument("username")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("code", help="of the area: 4, 6, 9, 12 or 15 digits")
        parser.add_argument("--name", default="", help="the name shown; needed for a new user")
        parser.add_argument("--unit", required=True, help="the unit's name; a new one becomes a centre that serves the area")
        parser.add_argument("--no-address", action="store_true", help="print no address")

    def handle(self, *_args: Any, **options: Any) -> None:
        """All or nothing; CommandError says why not."""
        try:
            parts = appoint(
                actor=SYSTEM_ACTOR,
                username=options["username"],
                display_name=options["name"],
                role=options["role"],
                unit=options["unit"],
                code=options["code"],
                at=timezone.now(),
                invited=not options["no_address"],
            )
        except Refused as refused:
            reasons = "; ".join(f"{name}: {' '.join(map(str, why))}" for name, why in refused.fields.items())
            raise CommandError(reasons or str(refused.message)) from refused
        if parts:
            self.stdout.write(settings.PUBLIC_ADDRESS + reverse("welcome", args=parts))
