"""Keep the demonstration alive: reports come in and cases go on until Ctrl-C."""

import time
from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.errors import Refused
from grids.demo import SEED
from incidents.actions.demo.simulation import Happening, Simulation
from incidents.management.loading import WRONG_INPUT, reason_of

MOST = 600.0


class Command(BaseCommand):
    """Acts as the demo's people through the same actions as their pages, on generated cases only."""

    help = "File and handle demo cases so that the board lives (演示推演)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How fast, how long, by which lot."""
        parser.add_argument("--rate", type=rate, default=6.0, metavar="N", help="steps in a minute (default 6)")
        parser.add_argument("--once", type=int, default=None, metavar="N", help="take N steps without waiting, then end")
        parser.add_argument("--seed", type=int, default=SEED)

    def handle(self, *_args: Any, **options: Any) -> None:
        """One step after the other. Ctrl-C ends between two steps or undoes the one under way."""
        try:
            simulation = Simulation(seed=options["seed"], at=timezone.now())
        except Refused as refusal:
            raise CommandError(
                _("演示数据尚未装入，请先运行 load_demo。") if "demo" in refusal.fields else reason_of(refusal), returncode=WRONG_INPUT
            ) from refusal
        done: Counter[str] = Counter()
        try:
            self.run(simulation, done, pause=60 / options["rate"], steps=options["once"])
        except KeyboardInterrupt:
            self.stdout.write("")
        self.stdout.write(", ".join(f"{verb} {count}" for verb, count in done.most_common()) or "-")

    def run(self, simulation: Simulation, done: Counter[str], *, pause: float, steps: int | None) -> None:
        """The given number of steps at once, or steps and pauses without end."""
        taken = 0
        while steps is None or taken < steps:
            began = time.monotonic()
            happening = simulation.step(at=timezone.now())
            done[happening.verb if not happening.refused else "refused"] += 1
            self.stdout.write(line(happening))
            taken += 1
            if steps is None:
                time.sleep(max(0.0, pause - (time.monotonic() - began)))


def line(happening: Happening) -> str:
    """One step for whoever looks on."""
    told = f"{timezone.localtime():%H:%M:%S}  {happening.number}  {happening.verb}"
    return f"{told}  ({happening.refused})" if happening.refused else told


def rate(text: str) -> float:
    """A number of steps in a minute, above 0 and up to MOST."""
    try:
        value = float(text)
    except ValueError as error:
        raise ArgumentTypeError(f"not a number: {text}") from error
    if not 0 < value <= MOST:
        raise ArgumentTypeError(f"above 0 and up to {MOST:g}: {text}")
    return value
