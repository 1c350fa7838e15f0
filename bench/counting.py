"""How many statements a request sends, BEGIN, COMMIT and the hint included: `python -m bench.counting FACTS`, one line of JSON."""

import json
import sys
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def counted(client: Client, method: str, path: str, body: Any = None) -> int:
    """The statements of one request; SystemExit when it is refused."""
    with CaptureQueriesContext(connection) as seen:
        answer = client.generic(method, path, json.dumps(body) if body is not None else "", content_type="application/json")
    if answer.status_code >= 400:
        raise SystemExit(f"bench: {method} {path}: {answer.status_code} {answer.content[:300]!r}")
    return len(seen)


def main(facts: dict[str, Any]) -> dict[str, int]:
    """Each row once, after one time to warm up."""
    from incidents.models import Incident

    city, worker = (
        Client(HTTP_AUTHORIZATION=f"Bearer {facts['tokens'][name]}", HTTP_HOST="localhost") for name in ("bench-city", "bench-worker")
    )
    point = {"lon": 114.1017, "lat": 22.6017}
    report = {
        "category": facts["categories"][0],
        "captured_at": datetime.now(UTC).isoformat(),
        "point": point,
        "text": "井盖松动",
        "place": "测路1号",
    }
    found: dict[str, int] = {}
    for _time in range(2):
        case = f"/api/incidents/{uuid4()}/"
        found["file"] = counted(worker, "PUT", case, report)
        found["step"] = counted(city, "POST", f"{case}file/", {"version": 1})
        found["detail"] = counted(city, "GET", f"/api/incidents/{Incident.objects.filter(state='dispatched')[0].pk}/")
        found["queue"] = counted(city, "GET", "/api/incidents/?limit=100")
        found["queue-state"] = counted(city, "GET", "/api/incidents/?limit=100&state=filed")
        found["queue-three"] = counted(city, "GET", f"/api/incidents/?limit=100&state=closed&code={facts['street']}&category=1")
        box = "114.1,22.6,114.11,22.605"
        found["map-near"] = counted(city, "GET", f"/api/map/cases/?zoom=17&state=open&bbox={box}")
        found["map-far"] = counted(city, "GET", f"/api/map/cases/?zoom=11&state=open&bbox={box}")
    return found


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(json.loads(sys.argv[1]))))
