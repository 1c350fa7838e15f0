"""uv.lock read without uv: the exact packages, with hashes, that this Python needs. For pip, where uv cannot be had.

Run inside the environment that pip is to fill: `python -m devtools.lockfile GROUP... > requirements.txt`.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Package = dict[str, Any]
Holds = Callable[[str], bool]


def chosen(lock: dict[str, Any], groups: list[str], holds: Holds) -> list[Package]:
    """The packages that the project and its dependency `groups` reach, where `holds` tells whether a marker is true here."""
    by_name: dict[str, list[Package]] = {}
    for package in lock["package"]:
        by_name.setdefault(package["name"], []).append(package)
    project = next(package for package in lock["package"] if "virtual" in package["source"])
    todo = list(project["dependencies"])
    for group in groups:
        todo += project["dev-dependencies"][group]
    seen: set[tuple[str, str]] = set()
    found: dict[str, Package] = {}
    while todo:
        edge = todo.pop()
        if "marker" in edge and not holds(edge["marker"]):
            continue
        package = next(p for p in by_name[edge["name"]] if edge.get("version", p["version"]) == p["version"])
        found[package["name"]] = package
        for part in ("", *edge.get("extra", [])):
            if (package["name"], part) not in seen:
                seen.add((package["name"], part))
                todo += package["optional-dependencies"][part] if part else package.get("dependencies", [])
    return sorted(found.values(), key=lambda package: str(package["name"]))


def lines(packages: list[Package]) -> Iterator[str]:
    """One line of a requirements file for each package, with the hash of every file the lock knows."""
    for package in packages:
        files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        yield " ".join([f"{package['name']}=={package['version']}", *(f"--hash={file['hash']}" for file in files)])


def main(groups: list[str]) -> None:
    # pip brings its own copy of `packaging`, which knows this Python; nothing else is installed at this moment.
    from pip._vendor.packaging.markers import Marker  # type: ignore[import-not-found]  # noqa: PLC0415

    lock = tomllib.loads(Path("uv.lock").read_text())
    print("\n".join(lines(chosen(lock, groups, lambda marker: bool(Marker(marker).evaluate())))))


if __name__ == "__main__":
    main(sys.argv[1:])
