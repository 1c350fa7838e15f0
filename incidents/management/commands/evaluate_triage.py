"""Measure how well the handling unit is proposed, on files of real appeals."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from incidents.management.loading import WRONG_INPUT
from incidents.triage.appeals import Appeal, read_appeals
from incidents.triage.evaluation import TOPS, measured
from incidents.triage.files import UnknownForm

SPELLINGS = ("top-{}", "top_{}")
"""Programs that read the figures spell top1 in other ways, too."""


class Command(BaseCommand):
    """Learns from --train alone and asks about --test; or parts one file in time. Reads and writes no table."""

    help = "Measure proposals of units on appeals: n, top1, top3, top5 (派遣建议评测)"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The files, or one file and where to part it."""
        parser.add_argument("--train", type=Path, required=True, metavar="FILE", help="earlier appeals")
        parser.add_argument("--test", type=Path, metavar="FILE", help="later appeals")
        parser.add_argument(
            "--split", type=float, nargs="+", metavar="SHARE", help="instead of --test: learn from this earlier share of --train"
        )
        parser.add_argument("--by-name", action="store_true", help="tell units apart by name, not by id")
        parser.add_argument("--json", action="store_true", help="answer with one JSON object; shares are of 1")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Measure and print."""
        if (options["test"] is None) == (options["split"] is None):
            raise CommandError("give either --test FILE or --split SHARE", returncode=WRONG_INPUT)
        train = self.read(options["train"], options)
        if options["test"]:
            answer = self.measure(train, self.read(options["test"], options))
        else:
            answers = [{"split": share, **self.measure(*parted(train, share))} for share in options["split"]]
            answer = answers[0] if len(answers) == 1 else {"splits": answers}
        self.stdout.write(json.dumps(answer) if options["json"] else json.dumps(answer, indent=1))

    def read(self, path: Path, options: dict[str, Any]) -> list[Appeal]:
        """The appeals of a file."""
        try:
            return read_appeals(path, by_name=options["by_name"])
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}", returncode=WRONG_INPUT) from error
        except UnknownForm as error:
            raise CommandError(str(error), returncode=WRONG_INPUT) from error

    def measure(self, train: list[Appeal], test: list[Appeal]) -> dict[str, object]:
        """The figures."""
        try:
            figures = measured(train=train, test=test)
            return figures | {spelling.format(top): figures[f"top{top}"] for top in TOPS for spelling in SPELLINGS}
        except ValueError as error:
            raise CommandError(str(error), returncode=WRONG_INPUT) from error


def parted(appeals: list[Appeal], share: float) -> tuple[list[Appeal], list[Appeal]]:
    """The earlier share and the rest, in order of time."""
    if not 0 < share < 1:
        raise CommandError("--split is between 0 and 1", returncode=WRONG_INPUT)
    ordered = sorted(appeals, key=lambda appeal: appeal.at)
    cut = int(len(ordered) * share)
    return ordered[:cut], ordered[cut:]
