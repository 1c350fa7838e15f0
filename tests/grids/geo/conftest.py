"""Files written for a test in its own folder."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.grids.geo.drawn import translate


@pytest.fixture
def written(tmp_path) -> Callable[..., Path]:
    def write(document, name="areas.geojson", encoding="utf-8"):
        path = tmp_path / name
        path.write_text(document if isinstance(document, str) else json.dumps(document, ensure_ascii=False), encoding=encoding)
        return path

    return write


@pytest.fixture
def converted(written, tmp_path) -> Callable[..., Path]:
    """converted(document, "areas.shp", "-t_srs", "EPSG:4547"): what ogr2ogr would write."""

    def convert(document, name, *options):
        translate(written(document, "source.geojson"), tmp_path / name, *options)
        return tmp_path / name

    return convert
