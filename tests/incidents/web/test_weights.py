"""What a page weighs on a first visit, counted from the files it names (budgets: bytes on the wire, gzip as the upper bound)."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

KB = 1024
IMPORT = re.compile(r"""^(?:import|export)\b.*?from\s+["'](?P<path>[^"']+)["']""", re.MULTILINE)
NAMED = re.compile(r"""(?:src|href)="/static/([^"#?]+)""")


def weight(name: str, seen: set[str]) -> int:
    """A file and, for a module, everything it imports that was not counted yet."""
    if name in seen:
        return 0
    seen.add(name)
    path = finders.find(name)
    assert path, f"{name} does not exist"
    source = Path(path).read_bytes()
    total = len(gzip.compress(source, 9))
    if name.startswith("js/"):
        for found in IMPORT.finditer(source.decode()):
            total += weight(str((Path("/") / name).parent.joinpath(found["path"]).resolve().relative_to("/")), seen)
    return total


def page_weight(html: bytes) -> int:
    seen: set[str] = set()
    return len(gzip.compress(html, 9)) + sum(weight(name, seen) for name in NAMED.findall(html.decode()))


@pytest.mark.parametrize(
    ("name", "path", "most"),
    [
        ("bob", "/w/", 25),
        ("bob", "/w/report/", 80),
        ("", "/report/", 80),
        ("alice", "/desk/", 130),
        ("", "/sign-in/", 20),
        ("dan", "/handle/", 25),
    ],
)
def test_a_page_keeps_its_budget(as_, town, name: str, path: str, most: int) -> None:
    weighed = page_weight(as_(name).get(path).content)
    assert weighed <= most * KB, f"{path} weighs {weighed / KB:.1f} KB"
    assert weighed > 4 * KB  # the count found the files at all


def test_the_shared_stylesheet_keeps_its_budget() -> None:
    assert weight("css/app.css", set()) <= 12 * KB


def test_the_icons_keep_their_budget() -> None:
    assert weight("icons.svg", set()) <= 4 * KB
