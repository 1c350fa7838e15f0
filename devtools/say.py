"""What the commands say: progress lines, and the one line of a stop."""

from __future__ import annotations

import sys
from typing import NoReturn


class Stop(Exception):
    """The command cannot go on; its text is the one line that says why and what to do."""


def step(text: str) -> None:
    print(f"dev: {text}", file=sys.stderr, flush=True)


def stop(text: str) -> NoReturn:
    raise Stop(text)
