"""Make the open data of the day; the worker does it each night."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from incidents.actions.opendata import publish_open_data


class Command(BaseCommand):
    """The same data again change nothing."""

    help = "Make the open data: CSV, GeoJSON, GeoPackage (制作开放数据)"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """One JSON object."""
        done = publish_open_data(actor=SYSTEM_ACTOR, at=timezone.now())
        self.stdout.write(json.dumps(asdict(done) if done else {"busy": True}))
