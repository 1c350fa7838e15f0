"""Measure how well messages are classified, on files of real messages."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from incidents.management.loading import WRONG_INPUT
from incidents.triage.classifier import Sample
from incidents.triage.corpus import is_tree, leaves_beside, read_samples
from incidents.triage.files import UnknownForm
from incidents.triage.reading import measured


class Command(BaseCommand):
    """Learns from --train alone. Where training nearly contains a test message, `unseen` tells the figures without it."""

    help = "Measure the classifier of texts: n, accuracy, macro_f1 (文本分类评测)"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The files."""
        parser.add_argument("--train", type=Path, nargs="+", required=True, metavar="FILE", help="labelled messages, or a tree of classes")
        parser.add_argument("--test", type=Path, required=True, metavar="FILE", help="labelled messages")
        parser.add_argument("--json", action="store_true", help="answer with one JSON object; shares are of 1")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Measure and print."""
        try:
            train, test = training(options["train"]), read_samples(options["test"])
            figures = measured(train=train, test=test)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}", returncode=WRONG_INPUT) from error
        except (UnknownForm, ValueError) as error:
            raise CommandError(str(error), returncode=WRONG_INPUT) from error
        answer = figures | {"macro-F1": figures["macro_f1"]}
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=None if options["json"] else 1))


def training(paths: list[Path]) -> list[Sample]:
    """Messages first; of a tree only the classes that the messages have."""
    messages = [sample for path in paths if not is_tree(path) for sample in read_samples(path)]
    leaves = [sample for path in paths if is_tree(path) for sample in read_samples(path)]
    return [*messages, *leaves_beside(messages, leaves)]
