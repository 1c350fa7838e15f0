"""Documents in: what other cities' servers answer, XML or JSON, with the liberties that real ones take."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

import orjson

MOST = 20_000
FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")


class Unreadable(Exception):
    """The answer is no GeoReport document."""


@dataclass(frozen=True, slots=True)
class Service:
    """A kind of request that the other server takes."""

    code: str
    name: str
    group: str
    metadata: bool
    type: str


@dataclass(frozen=True, slots=True)
class Request:
    """A case as the other server shows it. Every field but the id may be empty."""

    id: str
    status: str
    service_code: str
    service_name: str
    description: str
    notes: str
    requested: datetime | None
    updated: datetime | None
    address: str
    lat: float | None
    long: float | None
    agency: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True)
class Update:
    """One step of a case in the extension `servicerequestupdates`."""

    id: str
    request_id: str
    status: str
    description: str
    updated: datetime | None


Row = Mapping[str, Any]


def rows(body: bytes) -> list[Row]:
    """The rows of a list document, whichever form it has. Document types and entities are refused unread (E9)."""
    text = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not text:
        raise Unreadable("empty")
    found = _json(text) if text[:1] in b"[{" else _xml(text)
    if len(found) > MOST:
        raise Unreadable("too many rows")
    return found


def _json(text: bytes) -> list[Row]:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Unreadable("no JSON") from error
    if isinstance(value, dict):  # {"requests": [...]} and single objects are met in the wild
        inner = [one for one in value.values() if isinstance(one, list)]
        value = inner[0] if len(inner) == 1 and all(isinstance(one, dict) for one in inner[0]) else [value]
    return [one for one in value if isinstance(one, dict)]


def _xml(text: bytes) -> list[Row]:
    if any(word in text.upper() for word in FORBIDDEN) or b"\0" in text:
        raise Unreadable("document types are not read")
    try:
        top = ET.fromstring(text)  # noqa: S314 - without a document type there are no entities to expand
    except (ET.ParseError, LookupError, ValueError) as error:
        raise Unreadable("no XML") from error
    return [{child.tag: _value(child) for child in row} for row in top]


def _value(element: ET.Element) -> Any:
    return (
        [_value(one) if not len(one) else {leaf.tag: _value(leaf) for leaf in one} for one in element]
        if len(element)
        else (element.text or "")
    )


def services(body: bytes) -> list[Service]:
    """A list of services; rows without a code are left out."""
    return [
        Service(
            text(row, "service_code"), text(row, "service_name"), text(row, "group"), flag(row, "metadata"), text(row, "type") or "realtime"
        )
        for row in rows(body)
        if text(row, "service_code")
    ]


def requests(body: bytes) -> list[Request]:
    """A list of requests; rows with neither id nor token are left out."""
    return [request(row) for row in rows(body) if text(row, "service_request_id") or text(row, "token")]


def request(row: Row) -> Request:
    """One request."""
    return Request(
        id=text(row, "service_request_id"),
        status=text(row, "status").lower(),
        service_code=text(row, "service_code"),
        service_name=text(row, "service_name"),
        description=text(row, "description"),
        notes=text(row, "status_notes"),
        requested=when(row, "requested_datetime"),
        updated=when(row, "updated_datetime"),
        address=text(row, "address"),
        lat=degrees(row, "lat", 90),
        long=degrees(row, "long", 180),
        agency=text(row, "agency_responsible"),
        token=text(row, "token"),
    )


def updates(body: bytes) -> list[Update]:
    """A list of updates; rows without ids are left out."""
    return [
        Update(
            text(row, "update_id"),
            text(row, "service_request_id"),
            text(row, "status").lower(),
            text(row, "description"),
            when(row, "updated_datetime"),
        )
        for row in rows(body)
        if text(row, "update_id") and text(row, "service_request_id")
    ]


def text(row: Row, name: str) -> str:
    """A field as text; numbers become text, nothing becomes empty."""
    value = row.get(name)
    return "" if value is None or isinstance(value, dict | list) else str(value).strip()


def flag(row: Row, name: str) -> bool:
    """A field as a switch."""
    return text(row, name).lower() in {"true", "1", "yes"}


def degrees(row: Row, name: str, most: float) -> float | None:
    """A field as degrees; None for what is none, and for the zero that stands for nothing."""
    try:
        value = float(text(row, name))
    except ValueError:
        return None
    return value if value != 0 and abs(value) <= most else None


def when(row: Row, name: str) -> datetime | None:
    """A field as a moment; one without a zone is read as UTC, one that is none as None."""
    value = text(row, name)
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
