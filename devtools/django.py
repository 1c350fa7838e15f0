"""What the Django project reads from its environment, and how its database is made ready."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from devtools.kept import kept_secrets
from devtools.place import Place
from devtools.say import stop

# Connections of the short-lived commands and of the worker are their own; the pool is the server's.
ALONE = {"DATABASE_POOL": "0"}


def environment(place: Place, *, database_url: str, files: Path) -> dict[str, str]:
    """The environment of a Django process whose files lie in `files`; what the caller's environment gives wins."""
    ours = {
        "DJANGO_SETTINGS_MODULE": "governance.settings",
        "DATABASE_URL": database_url,
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "WANGGE_VAR": str(files),
        "STATIC_FROM_SOURCE": "1",
        "PYTHONUNBUFFERED": "1",
        **kept_secrets(place),
    }
    return {**ours, **os.environ}


def sealed_environment(place: Place, *, database_url: str, files: Path) -> dict[str, str]:
    """The same for tests and drills: the database and the files are these, whatever the environment says."""
    own = {
        "DATABASE_URL": database_url,
        "WANGGE_VAR": str(files),
        "MEDIA_ROOT": str(files / "media"),
        "STATIC_ROOT": str(files / "static"),
        "LEDGER_HEAD_FILE": str(files / "ledger-heads.jsonl"),
    }
    return environment(place, database_url=database_url, files=files) | own


def prepare(place: Place, env: dict[str, str]) -> str:
    """Tables, messages, reference data and demo of the present code; returns the sign-ins. When a step fails, so does the command."""
    for name in ("media", "static"):
        Path(env["WANGGE_VAR"], name).mkdir(parents=True, exist_ok=True)
    call = [place.python, "-m", "devtools.prepare"]
    done = subprocess.run(call, cwd=place.root, env=env | ALONE, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        stop("the database could not be prepared (above)")
    return done.stdout
