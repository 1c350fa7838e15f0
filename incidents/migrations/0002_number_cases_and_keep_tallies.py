"""Case numbers and counters: both kept by the database, exact under concurrency."""

from typing import ClassVar

from django.db import migrations

FORWARD = """
CREATE TABLE incidents_serial (district char(6) COLLATE "C", day char(8) COLLATE "C", last integer NOT NULL, PRIMARY KEY (district, day));

-- district 6 + date 8 + serial 5; the row lock is short because the caller commits next
CREATE FUNCTION next_case_number(area_code text, at timestamptz) RETURNS text LANGUAGE sql AS $$
  INSERT INTO incidents_serial (district, day, last)
  VALUES (rpad(left(area_code, 6), 6, '0'), to_char(at AT TIME ZONE 'Asia/Shanghai', 'YYYYMMDD'), 1)
  ON CONFLICT (district, day) DO UPDATE SET last = incidents_serial.last + 1
  RETURNING district || day || lpad(last::text, 5, '0')
$$;

-- Ordered upserts, so that two statements that touch several counters cannot deadlock.
CREATE FUNCTION tally_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO incidents_tally (code, state, count)
  SELECT code, state, count(*) FROM fresh GROUP BY code, state ORDER BY code, state
  ON CONFLICT (code, state) DO UPDATE SET count = incidents_tally.count + EXCLUDED.count;
  RETURN NULL;
END $$;

CREATE FUNCTION tally_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO incidents_tally (code, state, count)
  SELECT code, state, sum(n) FROM (
    SELECT f.code, f.state, 1 AS n FROM fresh f JOIN stale s USING (id) WHERE (f.code, f.state) <> (s.code, s.state)
    UNION ALL
    SELECT s.code, s.state, -1 FROM fresh f JOIN stale s USING (id) WHERE (f.code, f.state) <> (s.code, s.state)
  ) moved GROUP BY code, state HAVING sum(n) <> 0 ORDER BY code, state
  ON CONFLICT (code, state) DO UPDATE SET count = incidents_tally.count + EXCLUDED.count;
  RETURN NULL;
END $$;

CREATE FUNCTION tally_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO incidents_tally (code, state, count)
  SELECT code, state, -count(*) FROM stale GROUP BY code, state ORDER BY code, state
  ON CONFLICT (code, state) DO UPDATE SET count = incidents_tally.count + EXCLUDED.count;
  RETURN NULL;
END $$;

CREATE TRIGGER tally_inserted AFTER INSERT ON incidents_incident
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION tally_inserted();
CREATE TRIGGER tally_updated AFTER UPDATE ON incidents_incident
  REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION tally_updated();
CREATE TRIGGER tally_deleted AFTER DELETE ON incidents_incident
  REFERENCING OLD TABLE AS stale FOR EACH STATEMENT EXECUTE FUNCTION tally_deleted();

-- The raw fact of lateness is never rewritten once it is known; a later stage only sets an exemption beside it.
CREATE FUNCTION late_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.late IS TRUE AND NEW.late IS DISTINCT FROM TRUE THEN
    RAISE EXCEPTION 'a case that was late stays late' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER late_stays BEFORE UPDATE OF late ON incidents_incident FOR EACH ROW EXECUTE FUNCTION late_stays();
"""

BACKWARD = """
DROP TRIGGER late_stays ON incidents_incident;
DROP FUNCTION late_stays();
DROP TRIGGER tally_deleted ON incidents_incident;
DROP TRIGGER tally_updated ON incidents_incident;
DROP TRIGGER tally_inserted ON incidents_incident;
DROP FUNCTION tally_deleted();
DROP FUNCTION tally_updated();
DROP FUNCTION tally_inserted();
DROP FUNCTION next_case_number(text, timestamptz);
DROP TABLE incidents_serial;
"""


class Migration(migrations.Migration):
    """Serials and counters."""

    dependencies: ClassVar = [("incidents", "0001_cases_and_catalogue")]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
