"""Reading a large JSON object value by value, whatever the block borders cut."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grids.geo import FileRefused, FileTooLarge, jsonstream, open_source
from grids.geo.jsonstream import JsonStream, encoding_of
from tests.grids.geo.drawn import SQUARE, collection, feature

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=20,
)


@given(document=st.dictionaries(st.text(max_size=6), values, max_size=5), block=st.integers(1, 40), indent=st.sampled_from([None, 2]))
def test_any_object_is_read_as_json_reads_it(document, block, indent):
    before, jsonstream.BLOCK = jsonstream.BLOCK, block
    try:
        stream = JsonStream(io.StringIO(json.dumps(document, ensure_ascii=False, indent=indent)), cap=10_000)
        assert {name: list(stream.items()) if stream.starts_list() else stream.value() for name in stream.names()} == document
    finally:
        jsonstream.BLOCK = before


@pytest.mark.parametrize("block", range(1, 40))
def test_a_number_cut_by_the_end_of_a_block_stays_one_number(monkeypatch, block):
    monkeypatch.setattr(jsonstream, "BLOCK", block)
    stream = JsonStream(io.StringIO('{"a": 116.404e-1, "b": [-12.50, 3E+2, 7]}'), cap=1000)
    assert {name: list(stream.items()) if stream.starts_list() else stream.value() for name in stream.names()} == {
        "a": 11.6404,
        "b": [-12.5, 300.0, 7],
    }


@pytest.mark.parametrize(
    "text",
    [
        '{"features": [',
        '{"features": [}',
        '{"features" []}',
        '{"a": 1,}',
        "{",
        '{"features": [{"type": "Feature"',
        "{1: 2}",
        '{"a": nope}',
        '{"features": [1 2]}',
        '{"a": ' + "[" * 100_000,
        '{"a": ' + "9" * 5000 + "}",
    ],
)
def test_broken_json_is_refused_with_its_place(written, text):
    with pytest.raises(FileRefused) as refused:
        open_source(path=written(text))
    assert refused.value.code == "broken_file"


def test_b9_one_value_over_the_cap_is_too_large():
    stream = JsonStream(io.StringIO('{"a": "' + "x" * 500_000 + '"}'), cap=100_000)
    with pytest.raises(FileTooLarge):
        [stream.value() for _name in stream.names()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_f3_texts_of_chinese_tools_are_read(written, encoding):
    document = json.dumps(collection(feature(SQUARE, name="六联社区")), ensure_ascii=False)
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    source = open_source(path=written(mark + document, encoding=encoding))
    assert source.features[0].properties["name"] == "六联社区"


def test_f3_bytes_of_no_encoding_are_refused(tmp_path):
    path = tmp_path / "broken.geojson"
    path.write_bytes(b'{"a": "\xff\xff"}')
    with pytest.raises(FileRefused):
        encoding_of(path)
