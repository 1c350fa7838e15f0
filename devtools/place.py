"""Where the things of this checkout stand, and the name it goes by on this machine."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Place:
    """One checkout. Every name outside it carries a hash of its path, so that two checkouts never meet."""

    root: Path

    @property
    def name(self) -> str:
        return "wangge-" + hashlib.sha256(str(self.root).encode()).hexdigest()[:8]

    @property
    def var(self) -> Path:
        """Everything that a run makes; git does not see it."""
        return self.root / "var"

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> str:
        return str(self.venv / "bin" / "python")

    def sockets(self, cluster: str) -> Path:
        """The directory of a database's socket: short, because a socket's path may have 107 bytes at most."""
        return Path("/tmp") / f"{self.name}-{cluster}"  # noqa: S108 - made 0700, and refused when it is another's


def this_checkout() -> Place:
    return Place(Path(__file__).resolve().parent.parent)
