"""Locks between commands that run at the same time in one checkout; the kernel lets go when the process ends."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


def take(path: Path, *, wait: bool = True) -> TextIO | None:
    """Hold the lock of this name until the file returned is closed; None when it is held and `wait` is false."""
    path.parent.mkdir(parents=True, exist_ok=True)
    held = path.open("w")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        held.close()
        return None
    return held


@contextmanager
def alone(path: Path) -> Iterator[None]:
    held = take(path)
    try:
        yield
    finally:
        if held:
            held.close()
