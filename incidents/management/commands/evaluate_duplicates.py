"""Measure how well likely duplicates are told from neighbours."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from incidents.management.loading import WRONG_INPUT
from incidents.triage.corpus import read_messages
from incidents.triage.detection import fitted, generated, real, shuffled
from incidents.triage.files import UnknownForm
from incidents.triage.pairs import Maker
from incidents.triage.retelling import told_twice

FITTING_SEED = 1


class Command(BaseCommand):
    """The whole score on generated pairs; words alone on real messages told twice, where a file of them is given."""

    help = "Measure likely duplicates: precision, recall (疑似重复评测)"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many pairs, by which lot, and a file of messages."""
        parser.add_argument("--pairs", type=int, default=4000, metavar="N", help="generated pairs (default 4000)")
        parser.add_argument(
            "--seed", type=int, default=2, help=f"of the measured pairs; {FITTING_SEED} made those the weights were fitted to"
        )
        parser.add_argument("--messages", type=Path, metavar="FILE", help="real messages with titles and details (留言主题, 留言详情)")
        parser.add_argument("--most", type=int, default=600, metavar="N", help="messages taken of it (default 600)")
        parser.add_argument("--fit", action="store_true", help="print the weights that fit 20,000 generated pairs, and measure nothing")
        parser.add_argument("--json", action="store_true", help="answer with one JSON object; shares are of 1")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Measure and print."""
        answer = asdict(fitted(list(Maker(seed=FITTING_SEED).pairs(20_000)))) if options["fit"] else self.measured(options)
        self.stdout.write(json.dumps(answer, indent=None if options["json"] else 1))

    def measured(self, options: dict[str, Any]) -> dict[str, Any]:
        """The figures: generated pairs, and real messages with the control that must fail."""
        answer: dict[str, Any] = {"generated": generated(count=options["pairs"], seed=options["seed"])}
        if options["messages"]:
            try:
                messages = list(islice(read_messages(options["messages"]), options["most"]))
            except OSError as error:
                raise CommandError(f"{error.filename}: {error.strerror}", returncode=WRONG_INPUT) from error
            except UnknownForm as error:
                raise CommandError(str(error), returncode=WRONG_INPUT) from error
            made = told_twice(messages, seed=options["seed"])
            answer |= {"real_words": real(made), "control_shuffled": shuffled(made, seed=options["seed"])}
        return answer
