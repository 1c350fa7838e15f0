"""Atom feeds (RFC 4287)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpRequest, HttpResponse

ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Item:
    """An entry. `text` is plain text; `link_type` names what lies at the path."""

    id: str
    title: str
    path: str
    text: str
    author: str
    at: datetime
    link_type: str = "text/html"


def feed(request: HttpRequest, *, title: str, items: Sequence[Item], at: datetime) -> HttpResponse:
    """The feed; texts are escaped by the writer of XML, never put together by hand (E1)."""
    root = Element("feed", {"xmlns": ATOM})
    here = request.build_absolute_uri()
    texts = {"id": here, "title": title, "updated": max((item.at for item in items), default=at).isoformat()}
    for name, value in texts.items():
        _text(root, name, value)
    SubElement(root, "link", {"rel": "self", "href": here, "type": "application/atom+xml"})
    SubElement(root, "link", {"rel": "alternate", "href": request.build_absolute_uri("/"), "type": "text/html"})
    for item in items:
        _entry(request, root, item)
    body = b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="utf-8")
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8", headers={"Cache-Control": "public, max-age=300"})


def _entry(request: HttpRequest, root: Any, item: Item) -> None:
    entry = SubElement(root, "entry")
    for name, value in {"id": item.id, "title": item.title, "updated": item.at.isoformat(), "published": item.at.isoformat()}.items():
        _text(entry, name, value)
    SubElement(entry, "link", {"rel": "alternate", "href": request.build_absolute_uri(item.path), "type": item.link_type})
    _text(SubElement(entry, "author"), "name", item.author)
    content = SubElement(entry, "content", {"type": "text"})
    content.text = item.text


def _text(parent: Any, name: str, value: str) -> None:
    SubElement(parent, name).text = value
