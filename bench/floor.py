"""The floor: what the same work costs with nothing around it. WSGI, one psycopg connection for each thread kept open, SQL.

No framework, no sign-in, no policy, no idempotence, no languages, no hints to open boards. It parses the JSON, finds the
grid in the same index, proposes from the same list, writes the same rows through the same triggers and commits; it
reads the same rows and answers with the same fields. Statements are prepared by psycopg after their fifth use.
"""

import hashlib
import os
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import orjson
import psycopg
import shapely
from psycopg.rows import tuple_row

Start = Callable[[str, list[tuple[str, str]]], object]
DSN = os.environ["FLOOR_DSN"]
ACTOR = int(os.environ["FLOOR_ACTOR"])
OPEN = ("checked", "checking", "dispatched", "fed_back", "filed", "handling", "reported", "verifying")
own = threading.local()

CASE = """
INSERT INTO incidents_incident (number, id, state, version, code, category_id, source, nature, text, place, point, datum, "placing",
  captured_at, received_at, clock_skewed, reporter_id, body_digest, proposals, due_at, on_the_spot, returns, reworks, verified, calendar)
VALUES (next_case_number(%(code)s, %(at)s), %(id)s, 'reported', 1, %(code)s, %(category)s, 'grid_worker', %(nature)s, %(text)s, %(place)s,
  ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326), 'wgs84', 'inside', %(captured)s, %(at)s, false, %(actor)s, %(digest)s, %(proposals)s::jsonb,
  %(due)s, false, 0, 0, '', '') RETURNING number
"""
ENTRY = """
INSERT INTO governance_entry (chain, seq, at, actor_id, post, verb, kind, object_id, code, version, detail, prev, hash)
VALUES (left(%(code)s, 6), 0, %(at)s, %(actor)s, 'grid_worker@449801001001001', %(verb)s, 'incident', %(id)s, %(code)s, %(version)s, %(detail)s::jsonb,
  '', '')
"""
COLUMNS = """id, number, state, version, category_id, place, code, source, received_at, due_at, late, ST_X(point), ST_Y(point), "placing", unit_id,
  handle_due_at, dispatched_at"""
DETAIL = f"""SELECT {COLUMNS}, text, nature, reporter_id, captured_at, accuracy_m, standard_id, handler_id, returns, reworks, verified, on_the_spot,
  original, clock_skewed, closed_at, proposals FROM incidents_incident WHERE id = %s"""
TIMELINE = """SELECT at, verb, display_name, post, detail FROM governance_entry e LEFT JOIN governance_user u ON u.id = e.actor_id
WHERE kind = 'incident' AND object_id = %s ORDER BY e.id"""
PHOTOS = "SELECT id, stage, width, height FROM incidents_photo WHERE incident_id = %s"
NEARBY = """SELECT id, number, category_id, state, received_at, d FROM (
  SELECT *, ST_DistanceSphere(point, ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)) d FROM incidents_incident
  WHERE ST_DWithin(point, ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326), 0.000625) AND state = ANY(%(open)s) AND received_at > %(since)s
    AND id <> %(id)s AND code LIKE '4498%%') near WHERE d <= 50 ORDER BY d LIMIT 5"""
LOAD = "SELECT unit_id, count(*) FROM incidents_incident WHERE unit_id = ANY(%s) AND state IN ('dispatched', 'handling') GROUP BY 1"


def connection() -> psycopg.Connection[tuple[Any, ...]]:
    """This thread's connection."""
    if not hasattr(own, "connection"):
        own.connection = psycopg.connect(DSN, autocommit=True, row_factory=tuple_row)
    found: psycopg.Connection[tuple[Any, ...]] = own.connection
    return found


def _read() -> dict[str, Any]:
    rows = (
        connection()
        .execute("SELECT code, ST_AsBinary(area), name, community_id FROM grids_grid WHERE valid_to IS NULL ORDER BY code")
        .fetchall()
    )
    shapes = shapely.from_wkb([bytes(row[1]) for row in rows])
    shapely.prepare(shapes)
    areas = dict(connection().execute("SELECT code, name FROM grids_division").fetchall())
    duties: dict[Any, list[Any]] = {}
    lines = connection().execute(
        "SELECT c.id, r.unit_id, r.code FROM incidents_category c JOIN incidents_responsibility r ON (r.kind, r.major_code) = (c.kind, c.major_code)"
    )
    for category, unit, code in lines.fetchall():
        duties.setdefault(category, []).append((unit, code))
    return {
        "codes": [row[0] for row in rows],
        "shapes": shapes,
        "tree": shapely.STRtree(shapes),
        "areas": {row[0]: areas[row[3]] + row[2] for row in rows},
        "duties": duties,
        "titles": dict(connection().execute("SELECT id, name FROM incidents_category").fetchall()),
        "units": dict(connection().execute("SELECT id, name FROM governance_unit").fetchall()),
    }


known: dict[str, Any] = _read()


def grid_of(lon: float, lat: float) -> str:
    """The grid that holds the point."""
    for index in known["tree"].query(shapely.Point(lon, lat)).tolist():
        if shapely.intersects_xy(known["shapes"][index], lon, lat):
            return str(known["codes"][index])
    raise ValueError("outside")


def file_case(case_id: str, body: bytes) -> bytes:
    """Parse, check, locate, propose, write case and entry, commit."""
    sent = orjson.loads(body)
    captured, at = datetime.fromisoformat(sent["captured_at"]), datetime.now(UTC)
    if sent["category"] not in known["titles"] or len(sent["text"]) > 2000 or len(sent["place"]) > 200:
        raise ValueError("invalid")
    lon, lat = float(sent["point"]["lon"]), float(sent["point"]["lat"])
    code = grid_of(lon, lat)
    units = [unit for unit, scope in known["duties"].get(sent["category"], []) if code.startswith(scope)][:3]
    proposals = [{"unit_id": unit, "why": "major", "code": "4498"} for unit in units]
    values = {
        "code": code, "at": at, "id": UUID(case_id), "category": sent["category"], "nature": sent["nature"], "text": sent["text"],
        "place": sent["place"], "lon": lon, "lat": lat, "captured": captured, "actor": ACTOR, "digest": hashlib.sha256(body).digest(),
        "proposals": orjson.dumps(proposals).decode(), "due": at + timedelta(minutes=15),
    }  # fmt: skip
    detail = {"state": "reported", "category": sent["category"], "placing": "inside", "source": "grid_worker"}
    link = connection()
    with link.transaction():
        row = link.execute(CASE, values).fetchone()
        link.execute(ENTRY, values | {"id": case_id, "verb": "incident.reported", "version": 1, "detail": orjson.dumps(detail).decode()})
    assert row is not None
    return orjson.dumps(
        {"id": case_id, "number": row[0], "state": "reported", "state_label": "待受理", "version": 1, "code": code, "placing": "inside"}
    )


def card(row: tuple[Any, ...], now: datetime) -> dict[str, Any]:
    """A row of the queue."""
    due, unit = row[9], known["units"].get(row[14])
    late = due is not None and due < now
    return {
        "id": row[0], "number": row[1], "state": row[2], "state_label": row[2], "version": row[3], "title": known["titles"].get(row[4]),
        "category": row[4], "place": row[5], "code": row[6], "area": known["areas"].get(row[6], ""), "source": row[7], "source_label": row[7],
        "received_at": row[8], "due_at": due, "late": row[10], "lamp": None if due is None else "red" if late else "green",
        "point": [round(row[11], 6), round(row[12], 6)], "approximate": len(row[6]) < 15, "unit": unit,
    }  # fmt: skip


def queue(query: str) -> bytes:
    """A page of 100 and whether there is more."""
    asked = parse_qs(query)
    where, values = ["code LIKE '4498%%'"], []
    for column, name in (("state", "state"), ("street", "code"), ("category_id", "category")):
        if name in asked:
            where.append(f"{column} = %s")
            values.append(asked[name][0])
    sql = f"SELECT {COLUMNS} FROM incidents_incident WHERE {' AND '.join(where)} ORDER BY received_at DESC, id DESC LIMIT 101"
    rows = connection().execute(sql, values).fetchall()
    now = datetime.now(UTC)
    return orjson.dumps(
        {"items": [card(row, now) for row in rows[:100]], "next": f"{rows[99][8].isoformat()}_{rows[99][0]}" if len(rows) > 100 else None}
    )


def detail(case_id: str) -> bytes:
    """The whole card: case, timeline with names, photos, cases near by, loads of the proposed units."""
    link, now = connection(), datetime.now(UTC)
    row = link.execute(DETAIL, [UUID(case_id)]).fetchone()
    assert row is not None
    more = row[17:]
    near = link.execute(
        NEARBY, {"lon": row[11], "lat": row[12], "open": list(OPEN), "since": now - timedelta(days=30), "id": row[0]}
    ).fetchall()
    loads = dict(link.execute(LOAD, [[line["unit_id"] for line in more[14]]]).fetchall())
    lines = link.execute(TIMELINE, [case_id]).fetchall()
    photos = link.execute(PHOTOS, [row[0]]).fetchall()
    whole = card(row, now) | {
        "text": more[0], "nature": more[1], "nature_label": more[1], "reporter": more[2], "captured_at": more[3], "accuracy_m": more[4],
        "placing": row[13], "standard": more[5], "unit_id": row[14], "handler": more[6], "returns": more[7], "reworks": more[8],
        "verified": more[9], "on_the_spot": more[10], "outside": False, "suggested_point": None, "clock_skewed": more[12], "closed_at": more[13],
        "photos": [{"id": p[0], "stage": p[1], "width": p[2], "height": p[3]} for p in photos],
        "proposals": [p | {"name": known["units"][p["unit_id"]], "open_cases": loads.get(p["unit_id"], 0), "area": "测城"} for p in more[14]],
        "timeline": [{"at": e[0], "verb": e[1], "label": e[1], "actor": e[2], "post": e[3], "detail": e[4]} for e in lines],
        "nearby": [{"id": n[0], "number": n[1], "title": known["titles"].get(n[2]), "state_label": n[3], "received_at": n[4], "distance_m": round(n[5])}
                   for n in near],
        "actions": [],
    }  # fmt: skip
    return orjson.dumps(whole)


def step(case_id: str, body: bytes) -> bytes:
    """File a reported case: lock, compare the version, change, record, commit; answer with the card."""
    version, at, link = orjson.loads(body)["version"], datetime.now(UTC), connection()
    with link.transaction():
        row = link.execute("SELECT version, state, code FROM incidents_incident WHERE id = %s FOR UPDATE", [UUID(case_id)]).fetchone()
        if row is None or row[:2] != (version, "reported"):
            raise ValueError("conflict")
        link.execute("UPDATE incidents_incident SET state = 'filed', version = version + 1, due_at = %s WHERE id = %s", [at, UUID(case_id)])
        values = {"code": row[2], "at": at, "actor": ACTOR, "verb": "incident.filed", "id": case_id, "version": version + 1}
        link.execute(ENTRY, values | {"detail": '{"from": "reported", "state": "filed", "units": [], "standard": null}'})
    return detail(case_id)


def application(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    """The whole routing."""
    parts = environ["PATH_INFO"].strip("/").split("/")
    status = "200 OK"
    if environ["REQUEST_METHOD"] == "PUT":
        status, answer = "201 Created", file_case(parts[2], environ["wsgi.input"].read())
    elif environ["REQUEST_METHOD"] == "POST":
        answer = step(parts[2], environ["wsgi.input"].read())
    elif parts == ["api", "incidents"]:
        answer = queue(environ.get("QUERY_STRING", ""))
    elif parts[:2] == ["api", "incidents"]:
        answer = detail(parts[2])
    else:
        status, answer = "404 Not Found", b"{}"
    start(status, [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))])
    return [answer]
