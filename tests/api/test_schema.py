"""The OpenAPI document is true: generated requests find no error of ours and no answer that it does not name."""

from datetime import UTC, datetime
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from governance.access.actions import issue_token
from governance.access.actor import SYSTEM_ACTOR
from tests.town import Town

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture
def api_schema(town: Town, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The schema as the running project gives it, with a dispatcher's token for the calls."""
    for signal in (request_started, request_finished):  # they would close the test's connection, as the test client knows
        monkeypatch.setattr(signal, "receivers", [one for one in signal.receivers if "close_old_connections" not in str(one)])
        signal.sender_receivers_cache.clear()
    for _n in range(3):
        town.case()
    schema = schemathesis.openapi.from_wsgi("/api/schema/?format=json", get_wsgi_application())
    schema.token = issue_token(actor=SYSTEM_ACTOR, user=town.people["alice"], at=datetime.now(UTC))
    return schema


def test_generated_requests_get_documented_answers(api_schema: Any, capsys: pytest.CaptureFixture[str]):
    """Every operation of the document, valid and invalid input alike; what is found is named with its request."""
    operations, cases = 0, 0

    for found in api_schema.get_all_operations():
        operation = found.ok()
        operations += 1

        @settings(
            max_examples=15,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(operation.as_strategy())
        def send(case: Any) -> None:
            nonlocal cases
            cases += 1
            case.call_and_validate(checks=CHECKS, headers={"Authorization": f"Bearer {api_schema.token}"})

        send()
    with capsys.disabled():
        pass
    assert operations > 10
    assert cases > operations * 5
