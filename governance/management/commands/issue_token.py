"""Issue an access token for a user; printed once."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from governance.access.actions import issue_token
from governance.access.actor import SYSTEM_ACTOR
from governance.access.models import User


class Command(BaseCommand):
    """`manage issue_token USER [--days N]`."""

    help = "Issue an access token (访问令牌) for a user"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose, and for how long."""
        parser.add_argument("user")
        parser.add_argument("--days", type=int, default=90)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the secret."""
        user = User.objects.filter(username=options["user"], is_active=True).first()
        if user is None:
            raise CommandError(f"no active user {options['user']!r}")
        self.stdout.write(issue_token(actor=SYSTEM_ACTOR, user=user, at=timezone.now(), life=timedelta(days=options["days"])))
