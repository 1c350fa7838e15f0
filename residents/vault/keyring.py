"""The keys of the vault (保险库密钥): outside the database, by number, the first one current.

VAULT_KEYS is `number:algorithm:base64url` separated by commas, newest first; algorithm is `aes` (AES-256-GCM and SHA-256)
or `sm` (SM4-GCM and SM3). WANGGE_VAULT_KEYS names a file with the same text. A single VAULT_KEY is key number 1, `aes`.
VAULT_INDEX_KEY adds a second secret to the blind indexes, so that the key of the records alone does not open them.
"""

import base64
import hmac
import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

AES, SM = "aes", "sm"
DIGEST = {AES: "sha256", SM: "sm3"}
MIN_SECRET = 32
MOST_KEYS = 255


@dataclass(frozen=True, slots=True, eq=False)
class Key:
    """One master key, compared by identity: it is a key of caches.

    `wrapping` seals the persons' own keys; `indexing` is the root of the blind indexes.
    """

    number: int
    algorithm: str
    wrapping: bytes = field(repr=False)
    indexing: bytes = field(repr=False)

    @property
    def digest(self) -> str:
        """The hash of the blind indexes."""
        return DIGEST[self.algorithm]


@dataclass(frozen=True, slots=True)
class Keyring:
    """All keys that may still be needed; the first one seals."""

    keys: tuple[Key, ...]

    @property
    def current(self) -> Key:
        """The key that seals and indexes what is written now."""
        return self.keys[0]

    def key(self, number: int) -> Key:
        """The key of that number; LookupError when it was taken out of the ring too early."""
        for key in self.keys:
            if key.number == number:
                return key
        raise LookupError(f"key {number} is not in the keyring")


def read(text: str, *, index_secret: bytes = b"") -> Keyring:
    """The keyring of a text; ImproperlyConfigured names the entry that is wrong, never its secret."""
    keys = [one_key(entry.strip(), index_secret) for entry in text.replace("\n", ",").split(",") if entry.strip()]
    numbers = [key.number for key in keys]
    if not keys or len(set(numbers)) != len(numbers):
        raise ImproperlyConfigured("VAULT_KEYS needs at least one key, each with a number of its own")
    return Keyring(tuple(keys))


def one_key(entry: str, index_secret: bytes) -> Key:
    """One `number:algorithm:base64url`."""
    parts = entry.split(":")
    if len(parts) != 3 or not parts[0].isdigit() or not 0 < int(parts[0]) <= MOST_KEYS or parts[1] not in DIGEST:  # noqa: PLR2004
        raise ImproperlyConfigured("each key of VAULT_KEYS is number:aes|sm:base64url, the number between 1 and 255")
    try:
        secret = decoded(parts[2])
    except ValueError:
        raise ImproperlyConfigured(f"key {parts[0]} of VAULT_KEYS is not URL-safe base64") from None
    if len(secret) < MIN_SECRET:
        raise ImproperlyConfigured(f"key {parts[0]} of VAULT_KEYS has fewer than {MIN_SECRET} bytes")
    number, algorithm = int(parts[0]), parts[1]
    return Key(number, algorithm, derived(secret, b"wrapping"), derived(secret + index_secret, b"indexing"))


def derived(secret: bytes, purpose: bytes) -> bytes:
    """A key for one purpose, from the secret (HKDF's expand step with one block)."""
    return hmac.digest(secret, b"wangge vault " + purpose + b"\x01", "sha256")


def decoded(text: str) -> bytes:
    """URL-safe base64, padded or not."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@cache
def keyring() -> Keyring:
    """The keyring of this process, from its environment."""
    index_secret = decoded(os.environ.get("VAULT_INDEX_KEY", ""))
    file = os.environ.get("WANGGE_VAULT_KEYS")
    text = Path(file).read_text(encoding="ascii") if file else os.environ.get("VAULT_KEYS", "")
    if not text and os.environ.get("VAULT_KEY"):
        text = f"1:{AES}:{os.environ['VAULT_KEY']}"
    if not text:
        raise ImproperlyConfigured("no keys of the vault: set VAULT_KEYS, WANGGE_VAULT_KEYS (a file) or VAULT_KEY; see docs/registry.md")
    return read(text, index_secret=index_secret)
