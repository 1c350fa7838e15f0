"""The OpenAPI document is true: generated requests find no error of ours and no answer that it does not name."""

from datetime import UTC, datetime
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application

from governance.access.actions import issue_token
from governance.access.actor import SYSTEM_ACTOR
from tests.api.generated import keep_the_connection, send_generated
from tests.town import Town


@pytest.fixture
def api_schema(town: Town, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The schema as the running project gives it, with a dispatcher's token for the calls."""
    keep_the_connection(monkeypatch)
    for _n in range(3):
        town.case()
    schema = schemathesis.openapi.from_wsgi("/api/schema/?format=json", get_wsgi_application())
    schema.token = issue_token(actor=SYSTEM_ACTOR, user=town.people["alice"], at=datetime.now(UTC))
    return schema


def test_generated_requests_get_documented_answers(api_schema: Any):
    """Every operation of the document, valid and invalid input alike; what is found is named with its request."""
    operations, cases = send_generated(api_schema, examples=15, headers={"Authorization": f"Bearer {api_schema.token}"})
    assert operations > 10
    assert cases > operations * 5
