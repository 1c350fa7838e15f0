"""Load the demonstration, or print its sign-ins."""

import json
import time
from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any
from unicodedata import east_asian_width

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import env
from governance.errors import Refused
from grids.demo import SEED
from incidents.actions.demo.interfaces import show_interfaces
from incidents.actions.demo.loading import CASES, load_demo
from incidents.actions.demo.neighbour import PHONE
from incidents.actions.demo.signins import SignIn, demo_signins
from incidents.clock import SHANGHAI
from incidents.management.loading import WRONG_INPUT, reason_of

AFTERNOON = (15, 30)
GAP = "  "


class Command(BaseCommand):
    """Pingshan with invented grids, people and cases. The second time adds nothing. The password is WANGGE_DEMO_PASSWORD."""

    help = "Load the demonstration district with staff and 60 days of cases (装入演示数据)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What it depends on: the same seed and day give the same."""
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument(
            "--today", type=date.fromisoformat, default=None, help="the day on which the cases end, at 15:30; without it now"
        )
        parser.add_argument("--cases", type=int, default=CASES, help="how many cases")
        parser.add_argument("--print-signins", action="store_true", help="load nothing, print whom one may sign in as")
        parser.add_argument("--json", action="store_true", help="answer with one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load or print."""
        password = env.text("WANGGE_DEMO_PASSWORD", "")
        if options["print_signins"]:
            self.stdout.write(table(demo_signins(), password))
            return
        began = time.monotonic()
        try:
            demo = load_demo(at=moment(options["today"]), password=password, seed=options["seed"], count=options["cases"])
        except Refused as refusal:
            raise CommandError(reason_of(refusal), returncode=WRONG_INPUT) from refusal
        show_interfaces(at=timezone.now())
        body = demo.payload()
        words = ", ".join(f"{name} +{count}" for name, count in body.items())
        self.stdout.write(json.dumps(body) if options["json"] else f"{words} ({time.monotonic() - began:.0f} s)")


def moment(today: date | None) -> datetime:
    """The moment at which the demonstration's cases end."""
    return timezone.now() if today is None else datetime(today.year, today.month, today.day, *AFTERNOON, tzinfo=SHANGHAI)


def table(signins: list[SignIn], password: str) -> str:
    """Names and posts in columns; one password for all."""
    if not signins:
        return _("演示数据尚未装入。")
    rows = [(one.username, "、".join(one.posts), one.unit, one.area, one.name) for one in signins]
    head = (_("登录名"), _("岗位"), _("机构"), _("区域"), _("姓名（虚构）"))
    widths = [max(wide(row[column]) for row in [head, *rows]) for column in range(len(head))]
    lines = [
        GAP + GAP.join(cell + " " * (width - wide(cell)) for cell, width in zip(row, widths, strict=True)).rstrip() for row in [head, *rows]
    ]
    return "\n".join(
        [
            *lines,
            "",
            GAP + _("口令（全部相同）：%(password)s") % {"password": password},
            GAP + _("居民手机号（虚构）：%(phone)s") % {"phone": PHONE},
        ]
    )


def wide(text: str) -> int:
    """Columns of a terminal that a text takes."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
