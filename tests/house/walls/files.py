"""The files of the house: what git knows, and what it would know at the next `git add`."""

import functools
import subprocess
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[3]
APPS = ("governance", "grids", "residents", "bulletins", "incidents", "evaluation")


@dataclass(frozen=True)
class Finding:
    """Something that stands across a wall."""

    path: PurePosixPath
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}"


@functools.cache
def tracked() -> tuple[PurePosixPath, ...]:
    call = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return tuple(sorted({PurePosixPath(name) for name in names if name and (ROOT / name).is_file()}))


def sources() -> list[PurePosixPath]:
    """The Python files of the apps; migrations are history, not house."""
    return [path for path in tracked() if path.suffix == ".py" and path.parts[0] in APPS and "migrations" not in path.parts]


def below(folder: str, suffix: str) -> list[PurePosixPath]:
    """The files of this ending in a folder such as static/js."""
    return [path for path in tracked() if path.suffix == suffix and PurePosixPath(folder) in path.parents]


def text(path: PurePosixPath) -> str:
    return (ROOT / path).read_text()


def report(findings: list[Finding]) -> str:
    return "\n" + "\n".join(str(finding) for finding in findings)
