"""Which edition of each layer is the present one (图层版次), asked at most once a second."""

from collections.abc import Mapping
from threading import local
from time import monotonic

from django.db import connection

from grids.models import Edition, Layer

WINDOW = 1.0  # seconds
NEVER_CHANGED = "0"

Seen = tuple[float, Mapping[str, str]]
NEVER: Seen = (float("-inf"), {})


class _Own(local):
    """What this thread's open transaction saw: it may see its own changes, which are nobody else's business yet."""

    seen: Seen = NEVER


_own = _Own()
_seen: Seen = NEVER


def editions(*, truth: bool = False) -> Mapping[str, str]:
    """The stamp of each layer that was ever changed, at most a second old; in a transaction with `truth` asked anew."""
    global _seen  # noqa: PLW0603  (one answer for the process)
    inside = connection.in_atomic_block
    asked_at, known = _own.seen if inside else _seen
    if monotonic() - asked_at < WINDOW and not (inside and truth):
        return known
    seen = (monotonic(), {layer: stamp.hex[:16] for layer, stamp in Edition.objects.values_list("layer", "stamp")})
    if inside:
        _own.seen = seen
    else:
        _seen = seen
    return seen[1]


def edition(*layers: Layer, truth: bool = False) -> str:
    """One stamp for these layers together: the key of whatever is kept of them."""
    known = editions(truth=truth)
    return "-".join(known.get(layer, NEVER_CHANGED) for layer in layers)


def look_again() -> None:
    """The next question asks the database: for the action that gave a layer a new edition, in its own transaction."""
    _own.seen = NEVER


def forget_seen() -> None:
    """Every next question asks the database."""
    global _seen  # noqa: PLW0603  (one answer for the process)
    _own.seen = _seen = NEVER
