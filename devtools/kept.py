"""The secrets of this checkout: made once at random, kept in var/secrets.json for its owner only."""

from __future__ import annotations

import base64
import json
import os
import secrets
from pathlib import Path

from devtools.place import Place

# By the name of the environment variable: how many random bytes. 32 in URL-safe base64 are a Fernet key.
BYTES = {"SECRET_KEY": 48, "VAULT_KEY": 32, "VAULT_INDEX_KEY": 32, "WANGGE_DEMO_PASSWORD": 9}


def kept_secrets(place: Place) -> dict[str, str]:
    """The values by the name of their environment variable; missing ones are made and kept.

    What the environment gives wins and is not kept.
    """
    path = place.var / "secrets.json"
    kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = {name: random(size) for name, size in BYTES.items() if name not in kept}
    if missing:
        kept |= missing
        write_private(path, json.dumps(kept, indent=1) + "\n")
    return {name: os.environ.get(name) or value for name, value in kept.items()}


def random(size: int) -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(size)).decode()


def write_private(path: Path, text: str) -> None:
    """Replace the file in one step; nobody but the owner can read it at any moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write(text)
    draft.replace(path)
