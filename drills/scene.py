"""What the crash drill needs around it: a town of one grid, a database that dies, and the counting afterwards."""

import http.client
import json
import os
import signal
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime

import django
from django.core.management import call_command
from django.db import connection, connections

from devtools.cluster import drill_cluster
from devtools.place import this_checkout

SINCE = datetime(2026, 1, 1, tzinfo=UTC)
BODY = {"captured_at": "2026-11-20T03:00:00Z", "point": {"lon": 114.305, "lat": 22.705, "datum": "wgs84"}, "source": "resident"}


def set_up() -> None:
    """Migrate, and make the one grid and category that a report needs."""
    os.environ["DATABASE_POOL"] = "0"  # the drill's own connection dies with the database and is opened anew
    django.setup()
    call_command("migrate", verbosity=0)
    from grids.models import Division, Grid
    from incidents.models import Category

    empty()
    if not Grid.objects.exists():
        from django.contrib.gis.geos import MultiPolygon, Polygon

        parent = None
        for code in ("4497", "449701", "449701001", "449701001001"):
            parent = Division.objects.create(code=code, name=code, parent=parent)
        area = MultiPolygon(Polygon.from_bbox((114.3, 22.7, 114.31, 22.71)), srid=4326)
        Grid.objects.create(code="449701001001001", name="drill", community=parent, area=area, valid_from=SINCE)
        Category.objects.create(kind="event", code="0101", name="drill", major_code="01", major_name="drill")
    BODY["category"] = Category.objects.values_list("pk", flat=True).get(name="drill")


def empty() -> None:
    """Forget the last run: as the owner of the tables, past the ledger's trigger."""
    connections.close_all()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        tables = "incidents_incident, incidents_photo, incidents_tally, incidents_serial, governance_entry, governance_head"
        cursor.execute(f"TRUNCATE {tables} CASCADE")
        cursor.execute("SET session_replication_role = DEFAULT")


def put_report(port: int, report_id: str, mark: str, *, drop_answer: bool) -> bytes | None:
    """Send one report; the body of a 2xx answer, or None for anything else. `drop_answer` hangs up after sending."""
    call = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        call.request("PUT", f"/api/incidents/{report_id}/", json.dumps(BODY | {"text": mark}), {"Content-Type": "application/json"})
        if drop_answer:
            return None
        answer = call.getresponse()
        body = answer.read()
        return body if answer.status in {200, 201} else None
    except (OSError, http.client.HTTPException):
        return None
    finally:
        call.close()


def kill_database() -> None:
    """-9 to the database, then start it again: it recovers from its log."""
    cluster = drill_cluster(this_checkout())
    if (pid := cluster.pid()) is not None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        while cluster.pid() == pid:  # a killed process is there for a moment longer
            time.sleep(0.02)
    cluster.ensure()


def count_marks() -> Counter[str]:
    """How many cases there are for each report that was sent."""
    connections.close_all()
    from incidents.models import Incident

    return Counter(Incident.objects.values_list("text", flat=True))


def cases_short_of(photos: int) -> int:
    """Cases that have another number of photos than were taken for them."""
    from django.db.models import Count

    from incidents.models import Incident

    return Incident.objects.annotate(taken=Count("photos")).exclude(taken=photos).count()


def count_entries() -> int:
    """Ledger entries about cases."""
    from governance.ledger.models import Entry

    return Entry.objects.filter(kind="incident").count()


def chain_breaks() -> int:
    """Chains that do not verify."""
    from governance.ledger.verify import chains, check_chain

    return sum(check_chain(chain=chain, outside={}).fault is not None for chain in chains())
