"""What every verb does first: the system's packages and the Python environment, one command at a time."""

from __future__ import annotations

from devtools import lock, pythons, system
from devtools.place import Place


def set_up(place: Place, *, tests: bool) -> None:
    """Install what is missing; when nothing is, this costs a few milliseconds and no network."""
    with lock.alone(place.var / "setup.lock"):
        system.ensure_system(system.needs(tests=tests))
        pythons.ensure_environment(place, pythons.TEST if tests else pythons.RUN)
