"""What a page weighs on a first visit, counted from the files it names, against the budgets in brotli."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

KB = 1024
BROTLI = 0.85
"""Of gzip's bytes at its best level: measured over all our scripts, styles and Leaflet (92,031 became 78,456)."""
ASKED = ("/jsi18n/", "/w/area/", "/api/categories/")
"""What scripts of a page fetch before it can be used; the town's lists are small, the real ones have their own budget."""
IMPORT = re.compile(r"""^(?:import\s*|(?:import|export)\b[^\n"';]*\bfrom\s*)["'](?P<path>\.[^"']+)["']""", re.MULTILINE)
NAMED = re.compile(r"""(?:src|href)="/static/([^"#?]+)""")


def weight(name: str, seen: set[str]) -> int:
    """A file and, for a module, everything it imports that was not counted yet."""
    if name in seen:
        return 0
    seen.add(name)
    path = finders.find(name)
    assert path, f"{name} does not exist"
    source = Path(path).read_bytes()
    total = packed(source)
    if name.startswith("js/"):
        for found in IMPORT.finditer(source.decode()):
            total += weight(str((Path("/") / name).parent.joinpath(found["path"]).resolve().relative_to("/")), seen)
    return total


def packed(source: bytes) -> int:
    return round(len(gzip.compress(source, 9)) * BROTLI)


LATER = {"/w/patrol/": "js/worker/patrolmap.js"}
"""What a page imports by itself once it can be used."""


def page_weight(html: bytes, later: str = "") -> int:
    seen: set[str] = set()
    return packed(html) + sum(weight(name, seen) for name in [*NAMED.findall(html.decode()), later] if name)


@pytest.mark.parametrize(
    ("name", "path", "most"),
    [
        ("bob", "/w/", 25),
        ("bob", "/w/report/", 80),
        ("bob", "/w/tasks/", 25),
        ("bob", "/w/visits/", 30),
        ("bob", "/w/check/", 25),
        ("bob", "/w/contacts/", 25),
        ("bob", "/w/patrol/", 80),
        ("bob", "/w/map/", 80),
        ("", "/report/", 80),
        ("", "/", 30),
        ("", "/around/", 90),
        ("", "/bulletins/", 30),
        ("", "/mine/", 30),
        ("alice", "/desk/", 130),
        ("", "/sign-in/", 20),
        ("dan", "/handle/", 25),
    ],
)
def test_a_page_keeps_its_budget(as_, town, name: str, path: str, most: int) -> None:
    client = as_(name)
    page = client.get(path).content
    weighed = page_weight(page, LATER.get(path, "")) + sum(packed(client.get(url).content) for url in ASKED if url.encode() in page)
    assert weighed <= most * KB, f"{path} weighs {weighed / KB:.1f} KB"
    assert weighed > 3 * KB  # the count found the files at all


def test_a_report_without_scripts_keeps_the_budget_of_text(as_, town) -> None:
    """What a browser without scripts loads of the form: the page, styles, icons; no map, no modules."""
    page = as_("").get("/report/?plain").content
    assert b"<script" not in page
    named = {name for name in NAMED.findall(page.decode()) if name.endswith((".css", ".svg"))}  # each is fetched once
    weighed = packed(page) + sum(weight(name, set()) for name in named)
    assert weighed <= 20 * KB, f"{weighed / KB:.1f} KB"


def test_the_shared_stylesheet_keeps_its_budget() -> None:
    assert weight("css/app.css", set()) <= 12 * KB


def test_the_icons_keep_their_budget() -> None:
    assert weight("icons.svg", set()) <= 4 * KB
