"""The files without which pages do not start on a phone (应用外壳): styles, pictures, and scripts with all that they import."""

import hashlib
import re
from functools import lru_cache
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

EVERY = (
    "css/app.css", "css/phone.css", "css/map.css", "leaflet/leaflet.css", "leaflet/leaflet.js", "icon.svg", "icons.svg", "js/alive.js",
)  # fmt: skip
FIELD = (
    *EVERY,
    "js/worker/home.js", "js/worker/mine.js", "js/worker/report.js", "js/worker/task.js", "js/worker/unsent.js",
    "js/worker/visits.js", "js/worker/changes.js", "js/worker/patrol.js", "js/worker/map.js", "js/worker/check.js", "js/worker/plain.js",
    "js/worker/tasks.js", "js/worker/leaves.js", "js/handler/list.js", "js/handler/case.js",
)  # fmt: skip
PORTAL = (
    *EVERY,
    "css/portal.css", "css/report.css", "js/resident/report.js", "js/resident/follow.js", "js/portal/around.js", "js/portal/grid.js",
    "js/portal/home.js", "js/portal/mine.js", "js/portal/subscribe.js",
)  # fmt: skip
BLANK = ("/report/", "/mine/")
"""Pages of the portal that tell nothing of anybody: kept whole, so that they open at once and without a network."""
AT_ONCE = re.compile(r"""(?:^import\s*|^(?:import|export)\b[^\n"';]*\bfrom\s*)["'](\.\.?/[^"']+)["']""", re.MULTILINE)
IMPORT = re.compile(rf"""{AT_ONCE.pattern}|\bimport\(["'](\.\.?/[^"']+)["']""", re.MULTILINE)


def with_imports(roots: tuple[str, ...], *, pattern: re.Pattern[str] = IMPORT) -> list[str]:
    """The names of these static files and of every module that they import, however far; not what others made and few need."""
    found: dict[str, None] = {}
    waiting = list(roots)
    while waiting:
        name = waiting.pop(0)
        if name in found:
            continue
        found[name] = None
        if name.startswith("js/"):
            found_to = [next(filter(None, one.groups())) for one in pattern.finditer(source(name).decode())]
            named = [joined(PurePosixPath(name).parent, to) for to in found_to]
            waiting += [one for one in named if not one.startswith("vendor/")]
    return list(found)


def joined(home: PurePosixPath, to: str) -> str:
    """A relative import as a name below static/."""
    parts = list(home.parts)
    for part in PurePosixPath(to).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def source(name: str) -> bytes:
    """The bytes of a static file as it lies in the source or, where sources are not served, as it was collected."""
    path = finders.find(name)
    if not isinstance(path, str):
        path = str(Path(settings.STATIC_ROOT) / name)
    return Path(path).read_bytes()


@lru_cache(maxsize=2)
def shell(roots: tuple[str, ...]) -> list[str]:
    """The addresses of the shell, each with its hash where files are hashed."""
    return [staticfiles_storage.url(name) for name in with_imports(roots)]


@lru_cache(maxsize=32)
def modules(root: str) -> list[str]:
    """The addresses of all modules that this one imports before it runs."""
    return [staticfiles_storage.url(name) for name in with_imports((root,), pattern=AT_ONCE)[1:]]


@lru_cache(maxsize=2)
def version(roots: tuple[str, ...]) -> str:
    """Changes with every byte of the shell."""
    digest = hashlib.sha256()
    for name in with_imports(roots):
        digest.update(name.encode() + source(name))
    return digest.hexdigest()[:16]
