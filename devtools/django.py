"""What the Django project reads from its environment, and how its commands are called."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from devtools.kept import kept_secrets
from devtools.place import Place
from devtools.say import stop


def environment(place: Place, *, database_url: str, files: Path) -> dict[str, str]:
    """The environment of a Django process whose files lie in `files`; what the caller's environment gives wins."""
    ours = {
        "DJANGO_SETTINGS_MODULE": "governance.settings",
        "DATABASE_URL": database_url,
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "MEDIA_ROOT": str(files / "media"),
        "LEDGER_HEAD_FILE": str(files / "ledger-head"),
        "PYTHONUNBUFFERED": "1",
        **kept_secrets(place),
    }
    return {**ours, **os.environ}


def manage(place: Place, env: dict[str, str], *words: str) -> None:
    """Run one management command; when it fails, so does the whole command."""
    done = subprocess.run([place.python, "manage.py", *words], cwd=place.root, env=env, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        stop(f"manage.py {' '.join(words)} failed (above)")
