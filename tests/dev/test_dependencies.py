"""Every dependency has its sentence in docs/dependencies.md, and every sentence its dependency."""

import re
import tomllib

from devtools import system
from devtools.place import this_checkout

ROOT = this_checkout().root
PAGE = (ROOT / "docs" / "dependencies.md").read_text()


def named(asked: list[str]) -> set[str]:
    return {re.split(r"[\[><=~!; ]", one)[0] for one in asked}


def explained(heading: str) -> set[str]:
    part = PAGE.split(f"## {heading}")[1].split("\n## ")[0]
    return {name for row in re.findall(r"^\| ([^|]+) \| .+ \|$", part, re.MULTILINE) for name in row.split(", ")}


def test_every_package_of_pyproject_is_explained_and_no_other() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    run = named(project["project"]["dependencies"])
    run |= {name for extra in project["project"]["optional-dependencies"].values() for name in named(extra)}
    tests = {name for group in project["dependency-groups"].values() for name in named(group)}
    assert explained("At run time") - {"package"} == run
    assert explained("For development and tests") - {"package"} == tests


def test_every_package_of_the_system_is_explained() -> None:
    packages = {re.sub(r"python3\.\d+", "python3.N", need.package) for need in [*system.needs(tests=True), system.GDAL, system.POSTGIS]}
    assert packages | {"python3"} == explained("From the operating system") - {"package (Debian", "Ubuntu)"}
