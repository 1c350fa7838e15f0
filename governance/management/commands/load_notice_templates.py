"""Load the words of the notices."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from governance.errors import Refused
from governance.notices.actions import load_notice_templates


class Command(BaseCommand):
    """Without files those that come with the program. The second time changes nothing."""

    help = "Load the templates of notices (导入通知模板)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files, and whether to write over what was changed by hand."""
        parser.add_argument("files", nargs="*", type=Path)
        parser.add_argument("--overwrite", action="store_true", help="also those that an administrator changed by hand")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load."""
        try:
            changed = load_notice_templates(actor=SYSTEM_ACTOR, at=timezone.now(), files=options["files"], overwrite=options["overwrite"])
        except Refused as refused:
            reasons = [str(reason) for reasons in refused.fields.values() for reason in reasons]
            raise CommandError(" ".join(reasons) or str(refused), returncode=2) from refused
        self.stdout.write(f"templates ~{changed}")
