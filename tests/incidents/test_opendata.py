"""The daily open data: three forms that say the same, nobody in them, and never half a file."""

import csv
import hashlib
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from governance.access.actor import SYSTEM_ACTOR
from governance.errors import NotAllowed
from governance.ledger.models import Entry
from incidents.actions.opendata import publish_open_data, publishing
from incidents.models import Category, Incident
from incidents.tables.opendata import COLUMNS, FORMS, SETS
from tests.town import Town


@pytest.fixture
def root(settings: Any, tmp_path: Path) -> Path:
    settings.OPEN_DATA_ROOT = tmp_path / "open-data"
    return Path(settings.OPEN_DATA_ROOT)


@pytest.fixture
def closed(town: Town, root: Path) -> Incident:
    """One closed case with a text that names somebody."""
    case = town.case(text="联系张三 13800131234", place="金牛花园3栋2单元1201")
    Incident.objects.filter(pk=case.pk).update(state="closed", closed_at=town.at + timedelta(hours=30), late=False)
    return case


def table(root: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((root / "current" / f"{name}.csv").read_text("utf-8-sig"))))


def test_three_forms_say_the_same_of_a_closed_case_and_nothing_of_anybody(town: Town, closed: Incident, root: Path):
    from pyogrio import read_info
    from pyogrio.raw import read

    town.case(text="还没结")
    done = publish_open_data(actor=SYSTEM_ACTOR, at=town.at)
    assert done is not None
    assert (done.changed, done.rows["closed-cases"], done.rows["grids"]) == (True, 1, 12)
    (row,) = table(root, "closed-cases")
    assert (row["number"], row["hours"], row["late"], row["position"], row["reported_by"]) == (
        closed.number,
        "30.0",
        "false",
        "point",
        "staff",
    )
    features = json.loads((root / "current" / "closed-cases.geojson").read_bytes())["features"]
    assert [one["properties"]["number"] for one in features] == [closed.number]
    assert features[0]["geometry"] == {"type": "Point", "coordinates": [float(row["lon"]), float(row["lat"])]}
    meta, _fids, geometry, data = read(str(root / "current" / "closed-cases.gpkg"))
    assert (list(meta["fields"]), meta["crs"], len(geometry)) == ([one.name for one in COLUMNS["closed-cases"]], "EPSG:4326", 1)
    assert data[0][0] == closed.number
    assert read_info(str(root / "current" / "grids.gpkg"))["features"] == 12
    everything = b"".join(file.read_bytes() for file in (root / "current").iterdir())
    for secret in ("13800131234", "张三", "金牛花园"):
        assert secret.encode() not in everything


def test_the_same_data_change_nothing_and_a_new_case_makes_a_new_edition(town: Town, closed: Incident, root: Path):
    first = publish_open_data(actor=SYSTEM_ACTOR, at=town.at)
    again = publish_open_data(actor=SYSTEM_ACTOR, at=town.at + timedelta(days=1))
    assert first is not None
    assert again is not None
    assert (again.edition, again.changed) == (first.edition, False)
    assert Entry.objects.filter(verb="opendata.published").count() == 1
    Incident.objects.update(reworks=1)
    third = publish_open_data(actor=SYSTEM_ACTOR, at=town.at + timedelta(days=2))
    assert third
    assert third.changed
    assert (root / "current").readlink().name == third.edition != first.edition
    assert [path.name for path in root.iterdir() if path.name.startswith(".making")] == []


def test_a_fault_on_the_way_leaves_the_edition_of_before_whole(town: Town, closed: Incident, root: Path, monkeypatch: pytest.MonkeyPatch):
    first = publish_open_data(actor=SYSTEM_ACTOR, at=town.at)
    assert first
    before = {file.name: file.read_bytes() for file in (root / "current").iterdir()}
    Incident.objects.update(reworks=2)

    def full(*_given: Any) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as bad:
        bad.setattr(publishing, "describe", full)
        with pytest.raises(OSError, match="space"):
            publish_open_data(actor=SYSTEM_ACTOR, at=town.at)
    assert {file.name: file.read_bytes() for file in (root / "current").iterdir()} == before
    assert Entry.objects.filter(verb="opendata.published").count() == 1


def test_two_at_once_are_one(town: Town, root: Path):
    root.mkdir(parents=True)
    with publishing.alone(root) as free:
        assert free
        assert publish_open_data(actor=SYSTEM_ACTOR, at=town.at) is None


def test_g7_a_coarse_case_is_a_cell_and_a_hidden_one_is_not_there(town: Town, closed: Incident, root: Path):
    Category.objects.update(publicity="coarse")
    publish_open_data(actor=SYSTEM_ACTOR, at=town.at + timedelta(days=2))
    (row,) = table(root, "closed-cases")
    assert row["position"] == "cell"
    assert float(row["lon"]) != closed.point.x
    Category.objects.update(publicity="hidden")
    publish_open_data(actor=SYSTEM_ACTOR, at=town.at + timedelta(days=2))
    assert table(root, "closed-cases") == []


def test_c3_fewer_than_five_people_are_not_counted_out(town: Town, root: Path, monkeypatch: pytest.MonkeyPatch):
    from incidents.queries import opendata

    counts = {"440399001001": 4, "440399001002": 5}
    monkeypatch.setattr(opendata, "residents_by_community", lambda: counts)
    publish_open_data(actor=SYSTEM_ACTOR, at=town.at)
    told = {row["code"]: row["residents"] for row in table(root, "divisions")}
    assert (told["440399001001"], told["440399001002"], told["440399002001"], told["440399001"]) == ("", "5", "0", "")


def test_people_are_counted_by_community_from_the_register(town: Town):
    from residents.models import Resident
    from residents.queries.counting import residents_by_community

    for code, status in (("440399001001001", "1"), ("440399001001", "1"), ("440399001001", "3")):
        Resident.objects.create(code=code, status=status, collected_at=town.at)
    assert residents_by_community() == {"440399001001": 2}


def test_e2_a_name_that_a_spreadsheet_would_run_is_made_harmless_in_the_csv_only(town: Town, closed: Incident, root: Path):
    Category.objects.update(name="=HYPERLINK(1)")
    publish_open_data(actor=SYSTEM_ACTOR, at=town.at)
    assert table(root, "closed-cases")[0]["category"] == "'=HYPERLINK(1)"
    features = json.loads((root / "current" / "closed-cases.geojson").read_bytes())["features"]
    assert features[0]["properties"]["category"] == "=HYPERLINK(1)"


def test_the_page_and_every_file_are_there_for_anybody_with_their_sums(town: Town, closed: Incident, root: Path):
    web = Client()
    assert web.get("/open-data/").status_code == 200
    assert web.get("/open-data/closed-cases.csv").status_code == 404, "before the first edition"
    publish_open_data(actor=SYSTEM_ACTOR, at=town.at)
    page = web.get("/open-data/", headers={"Accept-Language": "en"}).content.decode()
    assert "number of the case" in page
    assert "CC BY 4.0" in page
    manifest = json.loads(b"".join(web.get("/open-data/manifest.json").streaming_content))
    for name in [f"{name}.{form}" for name in SETS for form in FORMS]:
        answer = web.get(f"/open-data/{name}")
        assert answer.status_code == 200
        assert hashlib.sha256(b"".join(answer.streaming_content)).hexdigest() == manifest["files"][name]["sha256"]
        assert answer["Cache-Control"] == "public, max-age=3600"
        assert web.get(f"/open-data/{name}", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    for name in ("../secrets.json", "..", ".lock", "current", "closed-cases.exe"):
        assert web.get(f"/open-data/{name}").status_code == 404


def test_only_commands_and_the_system_administrator_make_them(town: Town, root: Path):
    with pytest.raises(NotAllowed):
        publish_open_data(actor=town.actor("alice"), at=town.at)


def test_the_dictionary_names_every_column_of_every_set():
    from incidents.queries.opendata import ClosedCase, DivisionRow, GridRow

    for name, row in (("closed-cases", ClosedCase), ("divisions", DivisionRow), ("grids", GridRow)):
        assert [one.name for one in COLUMNS[name]] == [field for field in row._fields if field != "wkb"]
