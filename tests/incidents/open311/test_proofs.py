"""The server against software and schemas that nobody here wrote. Each check stands in the table of docs/open311.md."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from incidents.actions.keys import issue_key
from incidents.models import Incident
from tests.api.generated import keep_the_connection, send_generated
from tests.browser.serving import served
from tests.town import Town, build_town

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "open311"
there = pytest.mark.skipif(not SHARED.is_dir(), reason="the schemas of ../shared/data/open311 are not in this checkout")


@pytest.fixture
def live(transactional_db: None) -> Iterator[SimpleNamespace]:
    """The whole server over HTTP, with one case of two days ago and a key."""
    town = build_town()
    town.at = timezone.now() - timedelta(days=2)
    case = town.case()
    Incident.objects.update(state="filed")
    key = issue_key(actor=SYSTEM_ACTOR, name="proof", at=town.at)
    with served() as address:
        yield SimpleNamespace(town=town, case=case, key=key, endpoint=f"{address}/open311/v2")


@pytest.fixture
def three(live: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The client `three`; it was written for Python 2 and asks for a name that itertools has no more."""
    monkeypatch.setattr("itertools.ifilter", filter, raising=False)
    from three import Three

    return Three(endpoint=live.endpoint, api_key=live.key, format="json")


def test_the_client_three_reads_and_files(live: SimpleNamespace, three: Any, prove: Any):
    assert three.discovery()["endpoints"][0]["url"].endswith("/open311/v2")
    prove("PyPI three 0.8.0", "discovery()")
    assert [row["service_code"] for row in three.services()] == ["c0101"]
    assert three.services("c0101")["service_code"] == "c0101"
    prove("PyPI three 0.8.0", "services(), services(code)")
    assert [row["service_request_id"] for row in three.requests()] == [live.case.number]
    assert three.requests("c0101", status="closed") == []
    day = live.town.at.strftime("%m-%d-%Y")
    assert len(three.requests(between=[day, (timezone.now() + timedelta(days=1)).strftime("%m-%d-%Y")])) == 1
    prove("PyPI three 0.8.0", "requests(), by code, status and dates")
    assert three.request(live.case.number)[0]["status"] == "open"
    prove("PyPI three 0.8.0", "request(id)")
    (made,) = three.post("c0101", lat=22.705, long=114.305, description="路灯不亮", first_name="三", last_name="张")
    assert Incident.objects.get(number=made["service_request_id"]).text == "路灯不亮"
    prove("PyPI three 0.8.0", "post(), Chinese text")
    (refused,) = three.post("c0101", lat=22.705, long=114.305, api_key="wrong")
    assert refused["code"] == 403
    assert three.token("none")[0]["code"] == 404
    prove("PyPI three 0.8.0", "refusals as error documents; token(id)")
    with pytest.raises(ValueError, match="unpack"):
        three.post("c0101", lat=22.705, long=114.305, name="张三")
    prove("PyPI three 0.8.0", "post(name='张三')", waived="the client splits a name at one blank")
    three.format = "xml"
    with pytest.raises(ET.ParseError):
        three.services()
    prove("PyPI three 0.8.0", "format='xml'", waived="its XML reader calls Element.getchildren, which Python 3.9 took away")


@pytest.mark.parametrize("form", ["json", "xml"])
def test_the_client_georeport_reads_and_files(live: SimpleNamespace, form: str, prove: Any):
    from georeport import GeoReport

    client = GeoReport(live.endpoint, api_key=live.key, output_format=form)
    services, requests = client.get_service_list(), client.get_service_requests(status="open")
    one = client.get_service_request(live.case.number)
    listed = services if isinstance(services, list) else [services]
    assert [row["service_code"] for row in listed] == ["c0101"]
    assert (
        (requests if isinstance(requests, list) else [requests])[0]["service_request_id"] == one["service_request_id"] == live.case.number
    )
    assert client.get_service_definition("c0101")["service_code"] == "c0101"
    prove("PyPI georeport 0.3.1", f"list, definition, requests, one request in {form}")


def answers(live: SimpleNamespace, path: str) -> Any:
    import urllib.request

    with urllib.request.urlopen(f"{live.endpoint}/{path}", timeout=10) as answer:  # noqa: S310 - our own server
        return json.load(answer)


@there
def test_the_answers_fit_the_json_schemas(live: SimpleNamespace, asking: Any, prove: Any):
    from jsonschema import Draft4Validator, FormatChecker
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT4

    files = {file.name: json.loads(file.read_text()) for file in SHARED.glob("*.json") if file.name != "swagger.json"}
    registry: Any = Registry().with_resources((name, Resource(contents=body, specification=DRAFT4)) for name, body in files.items())
    for schema, path in (
        ("services.json", "services.json"),
        ("service-definition.json", "services/c0101.json"),
        ("requests.json", "requests.json"),
    ):
        value = answers(live, path)
        assert value
        faults = list(Draft4Validator(files[schema], registry=registry, format_checker=FormatChecker()).iter_errors(value))
        assert not faults, [fault.message for fault in faults]
        broken = [{}] if isinstance(value, list) else {}
        assert list(Draft4Validator(files[schema], registry=registry).iter_errors(broken)), "the schema can go red"
        prove(f"JSON schema {schema}", f"GET {path}")


@pytest.fixture
def asking(live: SimpleNamespace) -> Any:
    """A required question, as the definition shows it."""
    from incidents.models import Question

    choices = [{"key": "missing", "name": "缺失", "name_en": "Missing"}]
    return Question.objects.create(
        category=live.town.category, code="state", datatype="singlevaluelist", order=1, text="怎样", choices=choices
    )


def corrected(swagger: dict[str, Any]) -> dict[str, Any]:
    """The swagger with what is wrong in it put right, each by the specification's text."""
    paths = swagger["paths"]
    paths["/requests/{service_request_id}.{response_format}"] = paths.pop("/request/{service_request_id}.{response_format}")
    form = swagger["parameters"]["response_format"]
    form.pop("format")
    form["enum"] = ["json"]
    swagger["parameters"]["jurisdiction_id"] |= {"required": False}
    swagger["parameters"]["jurisdiction_id"].pop("format")
    error = {
        "description": "errors",
        "schema": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["code", "description"]}},
    }
    for operations in paths.values():
        for method, operation in operations.items():
            operation["responses"] = {"200": {"description": "ok", "schema": {"type": "array"}}} | dict.fromkeys(
                ("400", "403", "404", "409", "429"), error
            )
            operation.pop("security", None)
            for parameter in operation["parameters"]:
                if method == "post" and parameter.get("in") == "query":
                    parameter["in"] = "formData"
            if method == "post":
                operation["parameters"].append({"name": "api_key", "in": "formData", "type": "string", "required": False})
    definition = paths["/services/{service_code}.{response_format}"]["get"]["responses"]["200"]
    definition["schema"] = {"type": "object", "required": ["service_code", "attributes"]}
    return swagger | {"basePath": "/open311/v2"}


@there
def test_schemathesis_finds_nothing_over_the_corrected_swagger(town: Town, prove: Any, monkeypatch: pytest.MonkeyPatch):
    import schemathesis
    from django.core.wsgi import get_wsgi_application

    keep_the_connection(monkeypatch)
    town.at = timezone.now() - timedelta(days=2)
    town.case()
    schema = schemathesis.openapi.from_dict(corrected(json.loads((SHARED / "swagger.json").read_text())))
    schema.app = get_wsgi_application()
    operations, cases = send_generated(schema, examples=25)
    assert operations == 6
    assert cases > 100
    prove("schemathesis, corrected swagger", "6 operations, about 25 cases each: 0 faults, every answer named")
    prove(
        "swagger.json as it came",
        "/request/{id}, free response_format, POST in the query",
        waived="the specification says otherwise; corrected in the test",
    )


@there
def test_real_payloads_are_read(prove: Any):
    from incidents.georeport.reading import requests, services

    payloads = SHARED / "payloads"
    many = requests((payloads / "requests_many.xml").read_bytes())
    assert len(many) > 1
    assert all(one.id and one.status in {"open", "closed"} and one.requested and one.lat and one.long for one in many)
    assert len(requests((payloads / "requests_single.xml").read_bytes())) == 1
    prove("real payloads", "Toronto: requests in XML, many and one")
    chicago = requests((payloads / "service_requests.json").read_bytes())
    assert all(one.id and one.requested for one in chicago)
    prove("real payloads", "Chicago: requests in JSON")
    assert len(services((payloads / "services_giessen.xml").read_bytes())) > 5
    assert any(one.metadata and one.group for one in services((payloads / "service_list.json").read_bytes()))
    prove("real payloads", "Gießen and the specification: services in XML and JSON")


def test_the_waivers_of_other_validators_are_named(prove: Any):
    """Nothing to run: two validators contradict the specification, which is followed."""
    prove("SeeClickFix validator", "Content-Type exactly text/xml", waived="the specification says text/xml; charset=utf-8")
    prove("test311.py", "requested_datetime ends in Z: so it does")
    table = (Path(__file__).resolve().parents[3] / "docs" / "open311.md").read_text()
    for name in ("three 0.8.0", "georeport 0.3.1", "services.json", "schemathesis", "Toronto", "SeeClickFix"):
        assert name in table
