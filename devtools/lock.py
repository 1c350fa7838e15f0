"""Locks between commands that run at the same time in one checkout; the kernel lets go when the process ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


def take(path: Path, *, wait: bool = True) -> TextIO | None:
    """Hold the lock of this name until the file returned is closed; None when it is held and `wait` is false."""
    path.parent.mkdir(parents=True, exist_ok=True)
    held = path.open("a+")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        held.close()
        return None
    held.truncate(0)
    print(os.getpid(), file=held, flush=True)
    return held


def holder(path: Path) -> int | None:
    """The process that holds the lock, or None when nobody does."""
    held = take(path, wait=False) if path.exists() else None
    if held is not None:
        held.close()
        return None
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        return None


@contextmanager
def alone(path: Path) -> Iterator[None]:
    held = take(path)
    try:
        yield
    finally:
        if held:
            held.close()
