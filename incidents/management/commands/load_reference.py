"""Load everything that comes with the program: divisions, categories, standards, stage limits, holidays, fields of the register."""

import json
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from governance.errors import Refused
from governance.notices.actions import load_notice_templates
from grids.actions.demo import DIVISIONS
from grids.actions.divisions import load_divisions
from incidents.actions import catalogue
from incidents.actions.catalogue.shipped import RESIDENT_SCHEME, RESIDENTS
from incidents.actions.questions import load_questions
from incidents.management.loading import reason_of
from residents.actions.declaring import load_fields
from residents.actions.visits import load_visit_kinds


class Summary(Protocol):
    """What every load answers."""

    @property
    def what(self) -> str:
        """Which table."""

    @property
    def added(self) -> int:
        """New rows."""

    @property
    def changed(self) -> int:
        """Changed rows."""

    @property
    def refused(self) -> Sequence[object]:
        """Lines that were not taken."""

    def payload(self) -> dict[str, Any]:
        """As JSON has it."""


class Command(BaseCommand):
    """In the order in which one needs the other. The second time changes nothing."""

    help = "Load divisions, categories, standards, stage limits and holidays (导入基础数据)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A trial run, and the form of the answer."""
        parser.add_argument("--dry-run", action="store_true", help="tell what would be done and change nothing")
        parser.add_argument("--json", action="store_true", help="answer with one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Each load in turn; the first that refuses its whole file ends the command."""
        at, dry_run = timezone.now(), bool(options["dry_run"])
        done = [self.one(load, at, dry_run) for load in LOADS]
        others = {} if dry_run else {what: load(at) for what, load in OTHERS.items()}
        if options["json"]:
            payloads = [one.payload() for one in done]
            self.stdout.write(json.dumps([*payloads, *({"what": what, "changed": n} for what, n in others.items())], ensure_ascii=False))
        else:
            words = [f"{one.what} +{one.added} ~{one.changed} !{len(one.refused)}" for one in done]
            self.stdout.write(", ".join([*words, *(f"{what} ~{n}" for what, n in others.items())]))

    def one(self, load: Callable[[datetime, bool], Summary], at: datetime, dry_run: bool) -> Summary:  # noqa: FBT001
        """One load; the shipped tables must be taken whole."""
        try:
            return load(at, dry_run)
        except Refused as refusal:
            raise CommandError(reason_of(refusal)) from refusal


def _divisions(file: Path) -> Callable[[datetime, bool], Summary]:
    return lambda at, dry_run: load_divisions(actor=SYSTEM_ACTOR, at=at, file=file, dry_run=dry_run)


LOADS: tuple[Callable[[datetime, bool], Summary], ...] = (
    *map(_divisions, DIVISIONS),
    lambda at, dry_run: catalogue.load_categories(actor=SYSTEM_ACTOR, at=at, dry_run=dry_run),
    lambda at, dry_run: catalogue.load_standards(actor=SYSTEM_ACTOR, at=at, dry_run=dry_run),
    lambda at, dry_run: catalogue.load_categories(
        actor=SYSTEM_ACTOR, at=at, dry_run=dry_run, file=RESIDENTS["categories"], scheme=RESIDENT_SCHEME
    ),
    lambda at, dry_run: catalogue.load_standards(
        actor=SYSTEM_ACTOR, at=at, dry_run=dry_run, file=RESIDENTS["standards"], scheme=RESIDENT_SCHEME
    ),
    lambda at, dry_run: catalogue.load_stage_limits(actor=SYSTEM_ACTOR, at=at, dry_run=dry_run),
    lambda at, dry_run: catalogue.load_case_rules(actor=SYSTEM_ACTOR, at=at, dry_run=dry_run),
    lambda at, dry_run: catalogue.load_calendar(actor=SYSTEM_ACTOR, at=at, dry_run=dry_run),
)

OTHERS: dict[str, Callable[[datetime], int]] = {
    "fields": lambda at: load_fields(actor=SYSTEM_ACTOR, at=at),
    "visit_kinds": lambda at: load_visit_kinds(actor=SYSTEM_ACTOR, at=at),
    "questions": lambda at: load_questions(actor=SYSTEM_ACTOR, at=at),
    "templates": lambda at: load_notice_templates(actor=SYSTEM_ACTOR, at=at),
}
"""Loads that answer with how many rows they changed."""
