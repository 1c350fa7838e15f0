"""Templates under a strict Content-Security-Policy, readable for everybody."""

import re
from html.parser import HTMLParser
from pathlib import PurePosixPath

from tests.house.walls.files import Finding

UNSEEN = {"hidden", "submit", "button", "image", "reset"}
FIELDS = {"input", "select", "textarea"}
COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?endcomment\s*%\}", re.DOTALL)
TAG = re.compile(r"\{%.*?%\}", re.DOTALL)
VALUE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)

Attributes = list[tuple[str, str | None]]


def page_faults(path: PurePosixPath, source: str) -> list[Finding]:
    """Inline script and style, pictures without a text, fields without a label."""
    reader = Reader(path)
    reader.feed(without_template(source))
    reader.close()
    return sorted(reader.found + reader.unlabelled(), key=lambda finding: finding.line)


def without_template(source: str) -> str:
    """The page as a browser would parse it: tags of the template give way, values become a word; lines stay where they are."""
    plain = COMMENT.sub(newlines, source)
    plain = TAG.sub(newlines, plain)
    return VALUE.sub(lambda found: re.sub(r"\W+", "-", found[1].strip()) + newlines(found).strip(" "), plain)


def newlines(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n") or " "


class Reader(HTMLParser):
    def __init__(self, path: PurePosixPath) -> None:
        super().__init__()
        self.path = path
        self.found: list[Finding] = []
        self.labels: set[str] = set()
        self.bare: list[tuple[int, str, str]] = []
        self.within_label = 0

    def fault(self, what: str) -> None:
        self.found.append(Finding(self.path, self.getpos()[0], what))

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given = {name: value or "" for name, value in attrs}
        self.policy(tag, given)
        if tag == "img" and "alt" not in given:
            self.fault("a picture without alt")
        if tag == "label":
            self.within_label += 1
            self.labels.add(given.get("for", ""))
        if tag in FIELDS and given.get("type") not in UNSEEN:
            self.field(tag, given)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self.within_label -= 1

    def policy(self, tag: str, given: dict[str, str]) -> None:
        if tag == "style" or "style" in given:
            self.fault("inline style")
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.fault("inline script")
        self.found += [Finding(self.path, self.getpos()[0], f"inline handler {name}") for name in given if re.fullmatch("on[a-z]+", name)]
        if any(value.strip().lower().startswith("javascript:") for value in given.values()):
            self.fault("a javascript: address")

    def field(self, tag: str, given: dict[str, str]) -> None:
        named = self.within_label or given.get("aria-label") or given.get("aria-labelledby")
        if not named:
            self.bare.append((self.getpos()[0], tag, given.get("id", "")))

    def unlabelled(self) -> list[Finding]:
        """Fields that no label of the page names; a label may come after its field."""
        return [Finding(self.path, line, f"{tag} without a label") for line, tag, name in self.bare if not name or name not in self.labels]
