"""Sessions that write much (大批写入的会话): how they are set, and what is put in order behind them."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection

LOAD = {
    "gin_pending_list_limit": "'64MB'", "work_mem": "'64MB'",
    "idle_in_transaction_session_timeout": "0",  # a batch may wait long for its turn, while the one before it merges people
    "enable_hashjoin": "off", "enable_mergejoin": "off", "enable_seqscan": "off",
}  # fmt: skip
"""Each row is looked up by index: what the planner knows of tables that grow under its hands is old, and with it batches were
compared with whole tables."""
FAST_LOAD = tuple(f"SET {name} = {value}" for name, value in LOAD.items())
AS_BEFORE = tuple(f"RESET {name}" for name in LOAD)
SETTLE = (("SELECT gin_clean_pending_list('locator_address'::regclass)",), ("SELECT gin_clean_pending_list('locator_name'::regclass)",))
"""The fragments that wait beside the two indexes of fragments are sorted into them."""
SAMPLE = "SET default_statistics_target = 30"
USUAL = "RESET default_statistics_target"
STATISTICS = (
    (SAMPLE, "ANALYZE residents_locator", USUAL),
    (SAMPLE, "ANALYZE residents_resident, residents_residence, residents_household, residents_sealed", USUAL),
)
"""Whoever searches after a large run is not to wait until the database comes to it by itself. A third of its usual sample is enough till
then: the fragments of 30,000 people are much to sort."""


@contextmanager
def tuned() -> Iterator[None]:
    """A session that writes much."""
    tune(FAST_LOAD)
    try:
        yield
    finally:
        tune(AS_BEFORE)


def tune(statements: Sequence[str]) -> None:
    """Statements without parameters, one after the other."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def side_by_side(groups: Sequence[Sequence[str]], *, hands: int) -> None:
    """Groups of statements of which none needs another: with several hands each with a connection of its own, `hands` at a time."""
    if hands == 1:
        for statements in groups:
            tune(statements)
        return
    with ThreadPoolExecutor(hands) as pool:
        for done in [pool.submit(apart, statements) for statements in groups]:
            done.result()


def apart(statements: Sequence[str]) -> None:
    """In a thread of its own: run them and leave no connection behind."""
    try:
        tune(statements)
    finally:
        connection.close()
