"""Publish the heads of the ledger's chains outside the database; a timer calls it each minute."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from governance.ledger.heads import publish_heads


class Command(BaseCommand):
    """Appends to LEDGER_HEAD_FILE."""

    help = "Publish the heads of the ledger outside the database (链头外存)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Another file than the setting's."""
        parser.add_argument("--file", type=Path, default=None)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Append what moved."""
        count = publish_heads(file=options["file"] or settings.LEDGER_HEAD_FILE, at=timezone.now())
        self.stdout.write(f"{count} heads published")
