"""Generated requests against a description of an interface, in this process and on the test's own connection."""

from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

CHECKS: list[Any] = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def keep_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """The two signals of a request would close the test's connection, as Django's own test client knows."""
    for signal in (request_started, request_finished):
        monkeypatch.setattr(signal, "receivers", [one for one in signal.receivers if "close_old_connections" not in str(one)])
        signal.sender_receivers_cache.clear()


def send_generated(schema: Any, *, examples: int, headers: dict[str, str] | None = None) -> tuple[int, int]:
    """So many requests to each operation, the same ones each time; how many operations there were, and requests."""
    operations = cases = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        operations += 1

        @settings(
            max_examples=examples, deadline=None, derandomize=True, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(operation.as_strategy())
        def send(case: Any) -> None:
            nonlocal cases
            cases += 1
            case.call_and_validate(checks=CHECKS, headers=headers or {})

        send()
    return operations, cases
