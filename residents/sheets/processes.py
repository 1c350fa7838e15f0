"""Checks and seals pieces of a file in helper processes (多进程校验). They see no database and end with the import."""

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from threading import Thread

from residents.sheets.pieces import Piece
from residents.sheets.staging import Plan, Staged, Stager

_stagers: list[Stager] = []


def staged_pieces(plan: Plan, pieces: Iterable[Piece], processes: int) -> Iterator[Staged]:
    """Check and seal the pieces, in order, with at most a few of them in memory. A helper that dies ends the import with an error."""
    if processes <= 1:
        stager = Stager(plan)
        yield from (stager.stage(piece) for piece in pieces)
        return
    context = multiprocessing.get_context("spawn")  # a forked one would share the connection to the database
    with ProcessPoolExecutor(processes, context, initializer=begin, initargs=(plan,)) as pool:
        waiting: deque[Future[Staged]] = deque()
        for piece in pieces:
            waiting.append(pool.submit(stage, piece))
            if len(waiting) > processes * 2:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def begin(plan: Plan) -> None:
    """In a helper: keep the plan, and end when the import does, however it ends.

    What is here now stays; of what pieces leave, the collector looks less often.
    """
    Thread(target=end_with_import, daemon=True).start()
    _stagers[:] = [Stager(plan)]
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def stage(piece: Piece) -> Staged:
    """In a helper: check and seal one piece."""
    return _stagers[0].stage(piece)


def end_with_import() -> None:
    """In a helper: wait until the import is gone. A killed one cannot tell its helpers, and they hold the keys."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
