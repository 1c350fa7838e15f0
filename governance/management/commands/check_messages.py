"""Is every string that people see translated into English, with the same placeholders?"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

SOURCES = ("governance", "grids", "residents", "bulletins", "incidents", "evaluation", "templates", "static/js", "locale")
DOMAINS = ("django", "djangojs")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w+)\}")


class Command(BaseCommand):
    """Extracts the strings anew beside the checkout, so that nothing in it changes, and names what is missing."""

    help = "Check that every string has an English translation (译文检查)"
    requires_system_checks: list[str] = []  # noqa: RUF012  (Django's own form)

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Fails with the strings that have no translation, a doubtful one, or other placeholders."""
        with tempfile.TemporaryDirectory() as name:
            place = Path(name)
            _copy_sources(place)
            faults = [fault for domain in DOMAINS for fault in _faults(place, domain)]
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} strings; translate them in locale/en after ./dev manage makemessages -l en")
        self.stdout.write("all strings are translated")


def _copy_sources(place: Path) -> None:
    root = Path(settings.BASE_DIR)
    for source in SOURCES:
        shutil.copytree(root / source, place / source, ignore=shutil.ignore_patterns("*.mo", "__pycache__"))
    shutil.copy(root / "manage.py", place)


def _faults(place: Path, domain: str) -> Iterator[str]:
    call = [sys.executable, "manage.py", "makemessages", "-l", "en", "-d", domain, "--no-obsolete", "-v", "0"]
    subprocess.run(call, cwd=place, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # noqa: S603  (our own words)
    for entry in polib.pofile(str(place / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po")):
        texts = [entry.msgid_plural or entry.msgid, *entry.msgstr_plural.values()] if entry.msgid_plural else [entry.msgid, entry.msgstr]
        source, *translated = texts
        where = ", ".join(f"{file}:{line}" for file, line in entry.occurrences[:2])
        if entry.fuzzy or not all(translated):
            yield f"{where}: not translated: {entry.msgid!r}"
        elif any(_placeholders(text) != _placeholders(source) for text in translated):
            yield f"{where}: other placeholders: {entry.msgid!r}"


def _placeholders(text: str) -> list[str]:
    return sorted(found.group(0) for found in PLACEHOLDER.finditer(text))
