"""Foreign documents: what real servers send is read, what is none is refused unread."""

import pytest

from incidents.georeport.codes import category_key, service_code
from incidents.georeport.reading import Unreadable, requests, rows, updates
from incidents.georeport.writing import document

ROW = {"service_request_id": 12, "status": "OPEN", "lat": "22.7", "long": 114.3, "requested_datetime": "2026-11-18T12:00:00+08:00"}


def test_numbers_for_texts_and_capitals_are_taken():
    import orjson

    (one,) = requests(orjson.dumps([ROW]))
    assert (one.id, one.status, one.lat, one.long) == ("12", "open", 22.7, 114.3)
    assert requests(orjson.dumps({"requests": [ROW]})) == [one]
    assert requests(document("xml", [ROW], root="service_requests", item="request")) == [one]
    assert requests(orjson.dumps([ROW | {"lat": 0, "long": "east", "requested_datetime": "soon"}]))[0].lat is None
    assert updates(orjson.dumps([{"update_id": 1}])) == []


@pytest.mark.parametrize(
    "body",
    [
        b"", b"<html>", b"{", b"\xff\xfe<\0a\0/\0>\0", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", b'<?xml version="1.0"?><!doctype lolz []><lolz/>',
        b'<?xml version="1.0" encoding="cp999"?><a/>', b"<a>&unknown;</a>",
    ],
)  # fmt: skip
def test_e9_what_is_no_document_or_brings_entities_is_refused(body: bytes):
    with pytest.raises(Unreadable):
        rows(body)


@pytest.mark.parametrize("key", [("gbt30428", "event", "0409"), ("gbt30428", "component", "0101"), ("pingshan2018", "event", "a-1.2")])
def test_a_service_code_names_one_category(key: tuple[str, str, str]):
    assert category_key(service_code(scheme=key[0], kind=key[1], code=key[2])) == key


@pytest.mark.parametrize("text", ["", "x0101", "c", "e/../1", "~c01", "a~b~c01", "c" * 40])
def test_what_is_no_service_code_is_none(text: str):
    assert category_key(text) is None
