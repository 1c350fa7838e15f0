"""Documents out: the same rows as XML or JSON. Values are escaped by the writer and nothing else (E1)."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

import orjson

JSON, XML = "json", "xml"
TYPES = {JSON: "application/json; charset=utf-8", XML: "text/xml; charset=utf-8"}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ITEMS = {"attributes": "attribute", "values": "value", "endpoints": "endpoint", "formats": "format"}
"""What one row of an inner list is called in XML."""


def document(form: str, value: Mapping[str, Any] | Sequence[Mapping[str, Any]], *, root: str, item: str = "") -> bytes:
    """The document: a list of `item` below `root`, or one object as `root` itself."""
    if form == JSON:
        return orjson.dumps(value)
    top = ET.Element(root)
    if isinstance(value, Mapping):
        _fill(top, value)
    else:
        for row in value:
            _fill(ET.SubElement(top, item), row)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(top, encoding="unicode").encode()


def _fill(element: ET.Element, row: Mapping[str, Any]) -> None:
    for name, value in row.items():
        child = ET.SubElement(element, name)
        if isinstance(value, list):
            for one in value:
                inner = ET.SubElement(child, ITEMS[name])
                if isinstance(one, Mapping):
                    _fill(inner, one)
                else:
                    inner.text = plain(one)
        else:
            child.text = plain(value)


def plain(value: Any) -> str:
    """A value as XML may hold it: signs that no XML can carry are left out."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _NOT_XML.sub("", str(value))


def moment(value: datetime | None) -> str | None:
    """W3C date and time in UTC, whole seconds."""
    return None if value is None else value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
