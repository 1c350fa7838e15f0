"""Sealing of addresses and facts (地址封存): in the database nothing of them can be read; a keyed digest tells two apart."""

import hmac
import os
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12


class Unreadable(Exception):
    """What was sealed does not open: another secret key, or another row."""


@cache
def _key(purpose: bytes, secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"wangge notices " + purpose, "sha256")


def seal(row: UUID, value: Any) -> bytes:
    """A JSON value, sealed for this row."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(_key(b"seal", settings.SECRET_KEY)).encrypt(nonce, orjson.dumps(value), row.bytes)


def unseal(row: UUID, sealed: bytes) -> Any:
    """The value; Unreadable when it was not sealed for this row by this key or one that was in force before it."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return orjson.loads(AESGCM(_key(b"seal", secret)).decrypt(sealed[:NONCE], sealed[NONCE:], row.bytes))
        except InvalidTag:
            continue
    raise Unreadable


def digest(channel: str, address: str) -> bytes:
    """What is the same for the same address and tells nothing of it."""
    return hmac.digest(_key(b"find", settings.SECRET_KEY), f"{channel}\0{address}".encode(), "sha256")
