"""Seals many new people under one master key (批量封存): what `records.fresh` does, with few calls for each person. Pure.

The master's cipher is made once, random bytes are drawn for many people at a time, a person's cipher serves all three records.
"""

import os
import time
from collections.abc import Sequence

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from residents.declaration.field import CLASSES
from residents.vault.keyring import AES, Key
from residents.vault.sealing import CODES, LABELS, NONCE, PERSON_KEY, PREFIX, seal

DRAWN = 1000
"""How many people's random bytes are drawn in one call."""
TAIL = 8
EACH = PERSON_KEY + NONCE * (1 + len(CLASSES)) + TAIL
ENDINGS = tuple(LABELS[label] for label in CLASSES)
CLOCK, COUNTER, VARIANT = 48, 0xFFF, 0x80


class Bulk:
    """New people under one master key."""

    def __init__(self, master: Key) -> None:
        self.master = master
        self.start = bytes([master.number])
        self.cipher = AESGCM(master.wrapping)
        self.random = b""
        self.at = 0
        self.made = 0

    def drawn(self) -> bytes:
        """Fresh random bytes for one person, none of them given out twice."""
        if self.at >= len(self.random):
            self.random, self.at = os.urandom(EACH * DRAWN), 0
        self.at += EACH
        return self.random[self.at - EACH : self.at]

    def person(self, texts: Sequence[bytes], before: bytes) -> tuple[bytes, bytes, list[bytes | None]]:
        """The id, the wrapped key and the sealed records of a new person; `before` stands before each text."""
        fresh = self.drawn()
        row, bare = self.new_id(fresh[-TAIL:]), fresh[:PERSON_KEY]
        bound = PREFIX + row
        if self.master.algorithm != AES:
            wrapped = self.start + seal(self.master.wrapping, self.master.algorithm, bare, bound + LABELS["key"])
            return row, wrapped, [
                seal(bare, self.master.algorithm, before + text, bound + ending) if text else None
                for text, ending in zip(texts, ENDINGS, strict=True)
            ]  # fmt: skip
        mark = CODES[AES]
        nonce = fresh[PERSON_KEY : PERSON_KEY + NONCE]
        wrapped = self.start + mark + nonce + self.cipher.encrypt(nonce, bare, bound + LABELS["key"])
        encrypt = AESGCM(bare).encrypt
        sealed: list[bytes | None] = []
        at = PERSON_KEY + NONCE
        for text, ending in zip(texts, ENDINGS, strict=True):
            nonce = fresh[at : at + NONCE]
            sealed.append(mark + nonce + encrypt(nonce, before + text, bound + ending) if text else None)
            at += NONCE
        return row, wrapped, sealed

    def new_id(self, random: bytes) -> bytes:
        """A UUID of version 7 with a counter: rows of an import lie side by side in every index."""
        self.made = (self.made + 1) & COUNTER
        moment = (time.time_ns() // 1_000_000).to_bytes(6, "big")
        return moment + (0x7000 | self.made).to_bytes(2, "big") + bytes([VARIANT | random[0] & 0x3F]) + random[1:]
