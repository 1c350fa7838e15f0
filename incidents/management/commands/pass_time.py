"""Turn the passing of time into events, once, by hand; the worker does so every minute."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from incidents.actions.passing import pass_time


class Command(BaseCommand):
    """Answers with one JSON object."""

    help = "Record what became due: alarms, ends of suspensions (到期处理)"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Until nothing is due."""
        total = {"cases": 0, "alarms": 0, "resumed": 0, "lapsed": 0}
        while (passed := pass_time(at=timezone.now())).cases:
            total = {name: total[name] + count for name, count in asdict(passed).items()}
        self.stdout.write(json.dumps(total))
