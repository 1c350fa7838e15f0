"""Something built from layers and kept in this process until a layer changes (进程内缓存)."""

from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, TypeVar

from grids.models import Layer
from grids.queries.editions import edition, forget_seen

Thing = TypeVar("Thing")
_all: "list[Kept[Any]]" = []


class Kept(Generic[Thing]):
    """One thing, built anew when the edition of its layers is another. Safe between threads.

    What is built is never changed afterwards. Only one thread builds; where two editions alternate (a transaction
    that sees its own changes beside readers that do not) both are kept. With `truth` a transaction never gets a thing
    of an edition before its own.
    """

    def __init__(self, *layers: Layer, build: Callable[[], Thing], truth: bool = False) -> None:
        self._layers = layers
        self._truth = truth
        self._build = build
        self._lock = Lock()
        self._things: dict[str, Thing] = {}
        _all.append(self)

    def now(self) -> Thing:
        """The thing for the present edition."""
        key = edition(*self._layers, truth=self._truth)
        found = self._things.get(key)
        return found if found is not None else self._built(key)

    def forget(self) -> None:
        """Drop what is kept."""
        with self._lock:
            self._things = {}

    def _built(self, key: str) -> Thing:
        with self._lock:
            if (found := self._things.get(key)) is None:
                found = self._build()
                newest = list(self._things.items())[-1:]
                self._things = dict([*newest, (key, found)])
            return found


def forget() -> None:
    """Drop whatever this process keeps of divisions, grids and buildings: for tests that write past the actions."""
    forget_seen()
    for kept in _all:
        kept.forget()
