"""Locks on the map (地图锁): what keeps a case from being filed into a grid that is ending at that moment.

All three last until the transaction ends. The order is fixed, so that they cannot wait for each other in a circle:
keepers of a district, then the map, then rows, then the ledger's chain.
"""

from django.db import connection

KEEPERS = 0x67726964  # "grid": two keys, this and the district
MAP = 0x6772696400  # one key


def hold_map() -> None:
    """Whoever stores a code that `locate` gave calls this first, in the same transaction: no grid ends until it commits.

    Cheap and shared: any number hold it at a time. Only the last moments of a publication or redraw wait for them.
    """
    _lock("pg_advisory_xact_lock_shared(%s)", MAP)


HOLD_MAP = "grids_hold_map(%s)"
"""The same as a condition inside the statement that stores the code, without a round trip of its own: given the
`edition(Layer.GRIDS, Layer.DIVISIONS)` that was there before `locate`, it is true when the map is still that one."""


def hold_map_alone() -> None:
    """Whoever ends grids calls this, as late as possible: waits for those who hold the map, and keeps new ones waiting."""
    _lock("pg_advisory_xact_lock(%s)", MAP)


def hold_district(district: str) -> None:
    """One keeper at a time changes the divisions, drafts, grids or buildings of a district; readers do not notice."""
    _lock("pg_advisory_xact_lock(%s, %s)", KEEPERS, int(district))


def _lock(call: str, *keys: int) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("a lock on the map belongs in the transaction that needs it")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {call}", keys)
