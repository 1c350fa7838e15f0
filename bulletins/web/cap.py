"""An alert as CAP 1.2 (OASIS Common Alerting Protocol), so that other systems can pass it on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring
from zoneinfo import ZoneInfo

from bulletins.models import Alert, MessageKind
from grids import queries as grids

CAP = "urn:oasis:names:tc:emergency:cap:1.2"
CHINA = ZoneInfo("Asia/Shanghai")
SCHEME = "GB/T 2260"


def moment(at: datetime) -> str:
    """As CAP wants it: seconds, and an offset that is never Z."""
    return at.astimezone(CHINA).replace(microsecond=0).isoformat()


def identifier(alert: Alert) -> str:
    """No blanks, commas, < or &."""
    return f"wangge-{alert.pk}"


def sender_of(alert: Alert) -> str:
    """Who sends, in the form that CAP allows."""
    return f"wangge.unit.{alert.unit_id}"


def cap_xml(alert: Alert, *, web: str, rings: Sequence[Sequence[tuple[float, float]]] = ()) -> bytes:
    """The message. `rings` are outlines of the area in degrees, lon and lat; `web` is the page that tells more."""
    root = Element("alert", {"xmlns": CAP})
    _put(root, "identifier", identifier(alert))
    _put(root, "sender", sender_of(alert))
    _put(root, "sent", moment(alert.sent_at))
    _put(root, "status", "Actual")
    _put(root, "msgType", alert.kind)
    _put(root, "scope", "Public")
    if alert.kind != MessageKind.ALERT and alert.replaces is not None:
        _put(root, "references", f"{sender_of(alert.replaces)},{identifier(alert.replaces)},{moment(alert.replaces.sent_at)}")
    info = SubElement(root, "info")
    for name, value in {
        "language": "zh-CN", "category": alert.theme, "event": alert.event, "urgency": alert.urgency, "severity": alert.severity,
        "certainty": alert.certainty, "effective": moment(alert.sent_at), "expires": moment(alert.expires_at),
        "senderName": alert.unit.name, "headline": alert.headline, "description": alert.description,
        "instruction": alert.instruction, "web": web, "contact": alert.contact,
    }.items():  # fmt: skip
        if value:
            _put(info, name, value)
    area = SubElement(info, "area")
    _put(area, "areaDesc", grids.full_name(alert.code))
    for ring in rings:
        _put(area, "polygon", " ".join(f"{lat:.5f},{lon:.5f}" for lon, lat in ring))
    geocode = SubElement(area, "geocode")
    _put(geocode, "valueName", SCHEME)
    _put(geocode, "value", alert.code)
    body: bytes = tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body


def _put(parent: Any, name: str, value: str) -> None:
    SubElement(parent, name).text = value
