"""Print the shares of a file of appeals that the demonstration follows."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from governance.errors import Refused
from incidents.actions.demo.measuring import measure
from incidents.management.loading import WRONG_INPUT, reason_of


class Command(BaseCommand):
    """Made incidents/data/demo_mix.json. Writes nothing."""

    help = "Print shares of categories, sources, places, units and lateness of appeals (统计诉求比例)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, as for import_appeals."""
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Measure and print."""
        try:
            mix = measure(file=options["file"], at=timezone.now())
        except Refused as refusal:
            raise CommandError(reason_of(refusal), returncode=WRONG_INPUT) from refusal
        self.stdout.write(json.dumps(mix, ensure_ascii=False, indent=1))
