"""The secrets of this checkout: made once at random, kept in var/secrets.json for its owner only."""

from __future__ import annotations

import base64
import json
import os
import secrets
from pathlib import Path

from devtools.place import Place

MAKERS = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(48),
    "VAULT_KEY": lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    "VAULT_INDEX_KEY": lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    "WANGGE_DEMO_PASSWORD": lambda: secrets.token_urlsafe(9),
}


def kept_secrets(place: Place) -> dict[str, str]:
    """The values by the name of their environment variable; missing ones are made and kept.

    What the environment gives wins and is not kept.
    """
    path = place.var / "secrets.json"
    kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = {name: make() for name, make in MAKERS.items() if name not in kept}
    if missing:
        kept |= missing
        write_private(path, json.dumps(kept, indent=1) + "\n")
    return {name: os.environ.get(name) or value for name, value in kept.items()}


def write_private(path: Path, text: str) -> None:
    """Replace the file in one step; nobody but the owner can read it at any moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write(text)
    draft.replace(path)
