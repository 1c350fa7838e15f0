"""One appeal as its line tells it (诉求), and the columns of the export."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

import orjson

COLUMNS = (
    "REC_ID",
    "CREATE_TIME",
    "SUB_TYPE_ID",
    "SUB_TYPE_NAME",
    "MAIN_TYPE_ID",
    "MAIN_TYPE_NAME",
    "EVENT_SRC_NAME",
    "EVENT_PROPERTY_NAME",
    "STREET_NAME",
    "COMMUNITY_NAME",
    "DISPOSE_UNIT_NAME",
    "INTIME_ARCHIVE_NUM",
    "OVERTIME_ARCHIVE_NUM",
)
"""Needed, in any order. DISTRICT_NAME, DISPOSE_UNIT_ID and OCCUR_PLACE are used where they are there; others are left alone."""


@dataclass(frozen=True, slots=True)
class Appeal:
    """A line whose cells are read. Names are as the file has them, "" where it has none.

    `late` is None where the file does not say; `archived` is whether it says that the case ended.
    """

    line: int
    rec_id: str
    created_at: datetime
    sub_id: str
    sub_name: str
    main_id: str
    main_name: str
    source: str
    nature: str
    street: str
    community: str
    unit: str
    unit_id: str
    place: str
    late: bool | None
    archived: bool
    notes: tuple[str, ...] = field(default=(), compare=False)

    def digest(self) -> bytes:
        """SHA-256 of what the line says: the same REC_ID with another digest is a conflict."""
        said = (
            self.created_at.isoformat(),
            self.sub_id,
            self.sub_name,
            self.main_id,
            self.main_name,
            self.source,
            self.nature,
            self.street,
            self.community,
            self.unit,
            self.unit_id,
            self.place,
            self.late,
            self.archived,
        )
        return hashlib.sha256(orjson.dumps(said)).digest()
