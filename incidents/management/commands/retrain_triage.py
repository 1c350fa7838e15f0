"""Learn from the office's closed cases; a timer calls it each night."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access.actor import SYSTEM_ACTOR
from incidents.actions.learning import retrain


class Command(BaseCommand):
    """Does nothing where no case was closed and no text came since the last time."""

    help = "Learn proposals of units and categories from the office's own cases (重新学习派遣与类别建议)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to learn the same again, and the form of the answer."""
        parser.add_argument("--anew", action="store_true", help="also when nothing changed")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Retrain and tell."""
        done = retrain(actor=SYSTEM_ACTOR, at=timezone.now(), anew=options["anew"])
        told = _("案件 %(cases)d 件，文本 %(texts)d 条；%(what)s") % {
            "cases": done.cases,
            "texts": done.texts,
            "what": _("已重新学习") if done.changed else _("没有变化"),
        }
        self.stdout.write(json.dumps(done.payload()) if options["json"] else told)
