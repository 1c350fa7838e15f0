"""The town that is measured: 5,000 grids in two districts and N cases, made in the database and kept between runs."""

import argparse
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import django
from django.core.management import call_command
from django.db import connection, transaction

SIDE = 0.004  # degrees: about 400 m, a grid of a city
ROWS, COLUMNS = 50, 100  # 5,000 grids
WEST, SOUTH = 114.0, 22.5
SINCE = datetime(2025, 1, 1, tzinfo=UTC)
SECONDS_BETWEEN = 20
CHUNK = 50_000

AREAS = """
INSERT INTO grids_division (code, name, parent_id, approximate) VALUES ('4498', '测城', NULL, false) ON CONFLICT DO NOTHING;
INSERT INTO grids_division (code, name, parent_id, approximate)
SELECT '44980' || d, '测区' || d, '4498', false FROM generate_series(1, 2) d ON CONFLICT DO NOTHING;
INSERT INTO grids_division (code, name, parent_id, approximate)
SELECT '44980' || d || lpad(s::text, 3, '0'), '测街' || d || s, '44980' || d, false
FROM generate_series(1, 2) d, generate_series(1, 10) s ON CONFLICT DO NOTHING;
INSERT INTO grids_division (code, name, parent_id, approximate)
SELECT '44980' || d || lpad(s::text, 3, '0') || lpad(c::text, 3, '0'), '测社区' || c, '44980' || d || lpad(s::text, 3, '0'), false
FROM generate_series(1, 2) d, generate_series(1, 10) s, generate_series(1, 10) c ON CONFLICT DO NOTHING;
-- 40 corners each, as a grid that follows streets has; the neighbours share them
INSERT INTO grids_grid (code, name, kind, community_id, area, valid_from)
SELECT community || lpad(cell::text, 3, '0'), '第' || cell || '网格', 'general', community,
       ST_Multi(ST_Segmentize(ST_MakeEnvelope({west} + x * {side}, {south} + y * {side}, {west} + (x + 1) * {side}, {south} + (y + 1) * {side}, 4326),
                              {side} / 9.9)), '{since}'
FROM (
  SELECT x, y, '44980' || (1 + x / 50) || lpad((1 + (x % 50) / 5)::text, 3, '0') || lpad((1 + y / 5)::text, 3, '0') AS community,
         1 + (x % 5) + 5 * (y % 5) AS cell
  FROM generate_series(0, {columns} - 1) x, generate_series(0, {rows} - 1) y
) cells;
UPDATE grids_division d SET area = a.area FROM (
  SELECT community_id, ST_Multi(ST_Union(area)) AS area FROM grids_grid GROUP BY 1) a WHERE d.code = a.community_id;
UPDATE grids_division d SET area = a.area FROM (
  SELECT left(code, 9) AS code, ST_Multi(ST_Union(area)) AS area FROM grids_division WHERE code LIKE '4498%' AND length(code) = 12 GROUP BY 1
) a WHERE d.code = a.code;
INSERT INTO grids_edition (layer, stamp, at) SELECT l, gen_random_uuid(), now() FROM unnest(ARRAY['divisions', 'grids']) l
ON CONFLICT (layer) DO UPDATE SET stamp = EXCLUDED.stamp;
"""

CASES = """
INSERT INTO incidents_incident (id, number, state, version, code, category_id, source, nature, text, place, point, datum, "placing",
  captured_at, received_at, clock_skewed, body_digest, unit_id, proposals, due_at, handle_due_at, dispatched_at, calendar, reworks, returns,
  verified, on_the_spot, closed_at)
SELECT gen_random_uuid(), left(g.code, 6) || to_char(at, 'YYYYMMDD') || translate(to_hex(n), '0123456789', 'ghijklmnop'), state, 1, g.code,
       k.ids[1 + abs(hashint4(n + 3)) % cardinality(k.ids)], 'grid_worker', 'complaint', '测量用案件 ' || n, '测路' || n % 500 || '号',
       ST_SetSRID(ST_MakePoint(ST_XMin(g.area) + {side} * (0.1 + 0.8 * random()), ST_YMin(g.area) + {side} * (0.1 + 0.8 * random())), 4326),
       'wgs84', 'inside', at, at, false, sha256(n::text::bytea),
       CASE WHEN state IN ('reported', 'filed') THEN NULL ELSE u.first + n % 80 END,
       jsonb_build_array(jsonb_build_object('unit_id', u.first + n % 80, 'why', 'major', 'code', '4498')),
       CASE WHEN state = 'closed' THEN NULL ELSE at + interval '2 days' END,
       CASE WHEN state IN ('reported', 'filed') THEN NULL ELSE at + interval '2 days' END,
       CASE WHEN state IN ('reported', 'filed') THEN NULL ELSE at + interval '1 hour' END, '', 0, 0, '', false,
       CASE WHEN state = 'closed' THEN at + interval '1 day' END
FROM (
  SELECT n, now() - ({total} - n) * interval '{gap} second' - interval '1 minute' AS at, 1 + abs(hashint4(n)) % 5000 AS cell,
         CASE WHEN abs(hashint4(n + 1)) % 20 = 0
              THEN (ARRAY['reported','filed','dispatched','handling','checking'])[1 + abs(hashint4(n + 2)) % 5] ELSE 'closed' END AS state
  FROM generate_series({first}, {last}) n
) made
JOIN (SELECT row_number() OVER (ORDER BY code) AS cell, code, area FROM grids_grid WHERE code LIKE '4498%') g USING (cell),
(SELECT array_agg(id ORDER BY id) AS ids FROM incidents_category WHERE active) k,
(SELECT min(id) AS first FROM governance_unit) u
"""

# Put in as they would lie after as many filings, numbers and lengths included; the hashes are not those of a chain, since
# a million turns of the chain's lock would take hours. What is filed during a measurement goes through the true trigger.
ENTRIES = """
SET session_replication_role = replica;
INSERT INTO governance_entry (chain, seq, at, actor_id, post, verb, kind, object_id, code, version, detail, prev, hash)
SELECT left(code, 6), row_number() OVER (PARTITION BY left(code, 6) ORDER BY received_at, id), received_at, NULL, 'system', 'incident.reported',
       'incident', id::text, code, 1, '{{"state": "reported"}}', sha256(id::text::bytea), sha256(number::bytea)
FROM incidents_incident WHERE code LIKE '4498%' ORDER BY received_at;
SET session_replication_role = DEFAULT;
INSERT INTO governance_head (chain, seq, hash) SELECT DISTINCT ON (chain) chain, seq, hash FROM governance_entry ORDER BY chain, seq DESC
ON CONFLICT (chain) DO UPDATE SET seq = EXCLUDED.seq, hash = EXCLUDED.hash;
"""
INDEXES = """
SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'incidents_incident' AND indexname LIKE 'incident\\_%'
UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'governance_entry' AND indexname IN ('entry_of_object', 'entry_of_actor')
"""


def prepare(*, cases: int) -> dict[str, Any]:
    """Make what is missing; returns what the rows need to know: tokens, ids, filters."""
    from governance.access.models import Unit
    from incidents.models import Incident

    call_command("migrate", interactive=False, verbosity=0)
    if not Unit.objects.filter(name="测量单位0").exists():
        call_command("load_reference", verbosity=0, stdout=open("/dev/null", "w"))  # noqa: PTH123, SIM115
        _people()
        _run(AREAS, west=WEST, south=SOUTH, side=SIDE, since=SINCE.isoformat(), rows=ROWS, columns=COLUMNS)
    have = Incident.objects.filter(text__startswith="测量用案件").count()
    if have < cases:
        _fill(have, cases)
    return facts()


def facts() -> dict[str, Any]:
    """Tokens of three people, a full street and category, and a unit."""
    from governance.access.actions import issue_token
    from governance.access.actor import SYSTEM_ACTOR
    from governance.access.models import Unit, User
    from governance.access.tokens import LIFE
    from incidents.models import Category

    now = datetime.now(UTC)
    people = User.objects.filter(username__startswith="bench-")
    return {
        "tokens": {user.username: issue_token(actor=SYSTEM_ACTOR, user=user, at=now) for user in people},
        "users": {user.username: user.pk for user in people},
        "until": (now + LIFE - timedelta(days=1)).isoformat(),
        "categories": list(Category.objects.filter(active=True).order_by("pk").values_list("pk", flat=True)),
        "unit": Unit.objects.get(name="测量单位3").pk,
        "street": "449801003",
        "session": _session(people.get(username="bench-city")),
    }


def _session(user: Any) -> str:
    """A signed-in session, for the boards."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from governance.access.sessions.store import SessionStore

    session = SessionStore()
    session.update(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
    )
    session.create()
    return str(session.session_key)


def _people() -> None:
    from governance.access.models import Post, Unit, User

    units = [Unit(name=f"测量单位{n}", kind="department", codes=["449801", "449802"]) for n in range(80)]
    units = list(Unit.objects.bulk_create(units))
    for name, role, code in (
        ("bench-street", "dispatcher", "449801003"), ("bench-city", "dispatcher", "4498"), ("bench-worker", "grid_worker", "449801001001001"),
    ):  # fmt: skip
        user = User(username=name, display_name=name, fictitious=True)
        user.set_unusable_password()
        user.save()
        Post.objects.create(user=user, role=role, unit=units[0], code=code, starts_at=SINCE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT kind, major_code FROM incidents_category ORDER BY 1, 2")
        for n, (kind, major) in enumerate(cursor.fetchall()):
            cursor.execute(
                "INSERT INTO incidents_responsibility (kind, major_code, code, unit_id) VALUES (%s, %s, '4498', %s)",
                [kind, major, units[n].pk],
            )


def _fill(have: int, cases: int) -> None:
    """Load first, index after: into an indexed table it takes several times as long."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # an index cannot be made while checks are pending
        cursor.execute(INDEXES)
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        for first in range(have + 1, cases + 1, CHUNK):
            _run(CASES, side=SIDE, total=cases, gap=SECONDS_BETWEEN, first=first, last=min(first + CHUNK - 1, cases))
        cursor.execute("SELECT count(*) FROM governance_entry WHERE kind = 'incident'")
        if cursor.fetchone()[0] < cases:
            _run(ENTRIES)
        for _name, definition in indexes:
            cursor.execute(definition)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _run(statement: str, **values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(**values))


def main() -> None:
    """`python -m bench.data --cases N`: the facts as one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, required=True)
    django.setup()
    print(json.dumps(prepare(cases=parser.parse_args().cases)))


if __name__ == "__main__":
    main()
