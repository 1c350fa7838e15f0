"""What is inside a sealed record: values by field number, and for each where it comes from (来源). Pure.

JSON of three parts: values, origins, and which origin each value has; the first origin holds for all others, so a record
of one import carries it once. What an import seals is shorter: its only origin, then each value behind the sign of its
field's number, with a mark between that no value may hold. Both are read; what is edited becomes JSON.
"""

from dataclasses import dataclass, field
from uuid import UUID

import orjson

from residents.vault import sealing
from residents.vault.keyring import Key, Keyring

Origin = tuple[str, str, int | None, str, str]
"""Source kind (a code of `source_kind`), source, collector, collected at, verified at; times in ISO form."""
IMPORTED, BETWEEN, FIRST_SIGN = b"\x02", "\x1e", 0x20


@dataclass(slots=True)
class Record:
    """One opened record."""

    values: dict[str, str] = field(default_factory=dict)
    origins: list[Origin] = field(default_factory=list)
    origin_of: dict[str, int] = field(default_factory=dict)

    def put(self, number: str, value: str, origin: Origin) -> None:
        """Set one value with its origin; an empty text takes the value out."""
        self.origin_of.pop(number, None)
        if value == "":
            self.values.pop(number, None)
            return
        if origin not in self.origins:
            self.origins.append(origin)
        self.values[number] = value
        at = self.origins.index(origin)
        if at:
            self.origin_of[number] = at

    def origin(self, number: str) -> Origin:
        """Where a value comes from."""
        return tuple(self.origins[self.origin_of.get(number, 0)])  # type: ignore[return-value]


def packed(record: Record) -> bytes:
    """The record as it is sealed."""
    return orjson.dumps([record.values, record.origins, record.origin_of])


def piece(number: str, value: str) -> bytes:
    """A value as it stands in an imported record."""
    return f"{BETWEEN}{chr(int(number) + FIRST_SIGN)}{value}".encode()


def number_of(piece: bytes) -> str:
    """The number of the field whose value comes first in these pieces."""
    return str(ord(piece[1:5].decode(errors="ignore")[0]) - FIRST_SIGN)


def start(origin: Origin) -> bytes:
    """What stands in front of the pieces of an imported record."""
    return IMPORTED + orjson.dumps(origin)


def unpacked(text: bytes) -> Record:
    """The record of its packed form, whichever it is."""
    if text[:1] == IMPORTED:
        origin, *pieces = text[1:].decode().split(BETWEEN)
        return Record({str(ord(one[0]) - FIRST_SIGN): one[1:] for one in pieces}, [tuple(orjson.loads(origin))])
    values, origins, origin_of = orjson.loads(text)
    return Record(values, [tuple(origin) for origin in origins], origin_of)


@dataclass(frozen=True, slots=True)
class Opened:
    """A person's own key, ready to open and to seal again."""

    row: UUID
    key: bytes
    algorithm: str

    def record(self, label: str, sealed: bytes | memoryview | None) -> Record:
        """The record of one class; an empty one when nothing is sealed."""
        if sealed is None:
            return Record()
        return unpacked(sealing.unseal(self.key, bytes(sealed), sealing.bound(self.row, label)))

    def sealed(self, label: str, record: Record) -> bytes | None:
        """The record, sealed; nothing for an empty one."""
        return self.sealed_text(label, packed(record)) if record.values else None

    def sealed_text(self, label: str, text: bytes) -> bytes:
        """A packed record, sealed."""
        return sealing.seal(self.key, self.algorithm, text, sealing.bound(self.row, label))


def opened(ring: Keyring, row: UUID, wrapped: bytes | memoryview) -> Opened:
    """Open a person's key; Broken or LookupError when the keyring cannot."""
    text = bytes(wrapped)
    return Opened(row, sealing.unwrap(ring, text, row), ring.key(text[0]).algorithm)


def fresh(master: Key, row: UUID) -> tuple[Opened, bytes]:
    """A new person's key, and its wrapped form to keep."""
    bare, wrapped = sealing.new_person_key(master, row)
    return Opened(row, bare, master.algorithm), wrapped
