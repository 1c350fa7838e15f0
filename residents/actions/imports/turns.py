"""Batches of an import side by side (并行写入): each hand writes with a connection of its own, and all commit in the order of the file.

So what is written is always whole up to a line, killed anywhere.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import partial
from threading import Condition

from django.db import connection

from residents.actions.imports.batches import Lines


class Stopped(Exception):
    """Another hand failed; what this one wrote goes back."""


class Turns:
    """Whose turn it is: the batches before have committed."""

    def __init__(self) -> None:
        self.changed = Condition()
        self.next = 0
        self.failed = False

    def wait(self, place: int) -> None:
        """Until all batches before this place have committed; Stopped when one cannot."""
        with self.changed:
            self.changed.wait_for(lambda: self.failed or self.next == place)
            if self.failed:
                raise Stopped

    def pass_on(self, *, failed: bool = False) -> None:
        """The next one's turn, or nobody's."""
        with self.changed:
            self.next += 1
            self.failed = self.failed or failed
            self.changed.notify_all()


Write = Callable[[Lines, Callable[[], None]], None]
"""Writes one batch; calls what it is given before it takes anything that others wait for."""


def in_turns(batches: Sequence[Lines], write: Write, *, hands: int, tuned: Callable[[], AbstractContextManager[None]]) -> None:
    """Write all batches, `hands` at a time, each connection `tuned`. The first failure ends it and is raised."""
    turns = Turns()

    def hand(first: int) -> None:
        with tuned():
            for place in range(first, len(batches), hands):
                done = False
                try:
                    write(batches[place], partial(turns.wait, place))
                    done = True
                finally:
                    turns.pass_on(failed=not done)

    if hands == 1:
        return hand(0)

    def apart(first: int) -> None:
        try:
            hand(first)
        finally:
            connection.close()

    with ThreadPoolExecutor(hands) as pool:
        found = [one.exception() for one in [pool.submit(apart, first) for first in range(hands)]]
    failures = [one for one in found if one]
    for failure in sorted(failures, key=lambda one: isinstance(one, Stopped)):
        raise failure
    return None
