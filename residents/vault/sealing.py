"""Sealing (封存): authenticated encryption of a person's records, each bound to its row and class.

A person has a key of their own, wrapped by a master key; destroying the wrapped key erases the person (G4).
Form of a sealed text: algorithm 1 byte, nonce 12, ciphertext, tag 16. Form of a wrapped key: key number 1 byte, then the same.
"""

import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from residents.vault.keyring import AES, SM, Key, Keyring

NONCE, TAG, PERSON_KEY = 12, 16, 32
CODES = {AES: b"\x01", SM: b"\x02"}
NAMES = {1: AES, 2: SM}
PREFIX = b"wangge1"
LABELS = {"identity": b"I", "general": b"G", "sensitive": b"S", "key": b"K", "note": b"N"}


class Broken(Exception):
    """A sealed record does not open: wrong key, wrong row, or changed bytes."""


def bound(row: UUID, label: str) -> bytes:
    """What a sealed record is bound to: moved to another row or class, it does not open."""
    return PREFIX + row.bytes + LABELS[label]


def seal(key: bytes, algorithm: str, plain: bytes, aad: bytes) -> bytes:
    """Encrypt under a key of 32 bytes (SM4 takes the first 16)."""
    nonce = os.urandom(NONCE)
    if algorithm == AES:
        return CODES[AES] + nonce + AESGCM(key).encrypt(nonce, plain, aad)
    worker = Cipher(algorithms.SM4(key[:16]), modes.GCM(nonce)).encryptor()
    worker.authenticate_additional_data(aad)
    text = worker.update(plain) + worker.finalize()
    return CODES[SM] + nonce + text + worker.tag


def unseal(key: bytes, sealed: bytes, aad: bytes) -> bytes:
    """Decrypt; Broken when it is not exactly what was sealed for this row and class."""
    try:
        nonce, text = sealed[1 : NONCE + 1], sealed[NONCE + 1 :]
        if NAMES[sealed[0]] == AES:
            return AESGCM(key).decrypt(nonce, text, aad)
        worker = Cipher(algorithms.SM4(key[:16]), modes.GCM(nonce, text[-TAG:])).decryptor()
        worker.authenticate_additional_data(aad)
        return worker.update(text[:-TAG]) + worker.finalize()
    except (InvalidTag, KeyError, IndexError, ValueError) as error:
        raise Broken from error


def new_person_key(master: Key, row: UUID) -> tuple[bytes, bytes]:
    """A fresh key for a person, bare and wrapped."""
    bare = os.urandom(PERSON_KEY)
    return bare, wrap(master, bare, row)


def wrap(master: Key, bare: bytes, row: UUID) -> bytes:
    """A person's key, sealed by the master key."""
    return bytes([master.number]) + seal(master.wrapping, master.algorithm, bare, bound(row, "key"))


def unwrap(ring: Keyring, wrapped: bytes, row: UUID) -> bytes:
    """A person's key, from whichever master key wraps it."""
    return unseal(ring.key(wrapped[0]).wrapping, wrapped[1:], bound(row, "key"))
