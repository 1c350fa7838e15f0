"""Sums of passages kept by triggers; frozen months refuse every change; a settled notice stays settled."""

from typing import ClassVar

from django.db import migrations

FORWARD = """
-- Ordered upserts, so that two statements that touch several sums cannot deadlock.
CREATE FUNCTION passages_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO evaluation_daysum (day, street, unit_id, stage, marks, count, seconds)
  SELECT day, street, coalesce(unit_id, 0), stage, marks, sum(count), sum(seconds) FROM fresh GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT (day, street, unit_id, stage, marks)
  DO UPDATE SET count = evaluation_daysum.count + EXCLUDED.count, seconds = evaluation_daysum.seconds + EXCLUDED.seconds;
  RETURN NULL;
END $$;

CREATE FUNCTION passages_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO evaluation_daysum (day, street, unit_id, stage, marks, count, seconds)
  SELECT day, street, coalesce(unit_id, 0), stage, marks, -sum(count), -sum(seconds) FROM stale GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT (day, street, unit_id, stage, marks)
  DO UPDATE SET count = evaluation_daysum.count + EXCLUDED.count, seconds = evaluation_daysum.seconds + EXCLUDED.seconds;
  RETURN NULL;
END $$;

CREATE FUNCTION passages_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a passage is written anew, never changed' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER passages_told AFTER INSERT ON evaluation_passage
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION passages_told();
CREATE TRIGGER passages_gone AFTER DELETE ON evaluation_passage
  REFERENCING OLD TABLE AS stale FOR EACH STATEMENT EXECUTE FUNCTION passages_gone();
CREATE TRIGGER passages_stay BEFORE UPDATE ON evaluation_passage FOR EACH ROW EXECUTE FUNCTION passages_stay();

CREATE FUNCTION closed_month_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a closed month is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER closing_rows_stay BEFORE UPDATE OR DELETE ON evaluation_closing FOR EACH ROW EXECUTE FUNCTION closed_month_stays();
CREATE TRIGGER closing_stays BEFORE TRUNCATE ON evaluation_closing FOR EACH STATEMENT EXECUTE FUNCTION closed_month_stays();
CREATE TRIGGER frozen_rows_stay BEFORE UPDATE OR DELETE ON evaluation_frozen FOR EACH ROW EXECUTE FUNCTION closed_month_stays();
CREATE TRIGGER frozen_stays BEFORE TRUNCATE ON evaluation_frozen FOR EACH STATEMENT EXECUTE FUNCTION closed_month_stays();

-- What a rule found is not rewritten; a notice is settled once and is not lost.
CREATE FUNCTION notice_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.outcome <> '' OR (NEW.rule_id, NEW.key, NEW.people, NEW.entries, NEW.found_at)
     IS DISTINCT FROM (OLD.rule_id, OLD.key, OLD.people, OLD.entries, OLD.found_at) THEN
    RAISE EXCEPTION 'a risk notice stays as it was found' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER notice_stays BEFORE UPDATE OR DELETE ON evaluation_notice FOR EACH ROW EXECUTE FUNCTION notice_stays();
"""

BACKWARD = """
DROP TRIGGER notice_stays ON evaluation_notice;
DROP FUNCTION notice_stays();
DROP TRIGGER frozen_stays ON evaluation_frozen;
DROP TRIGGER frozen_rows_stay ON evaluation_frozen;
DROP TRIGGER closing_stays ON evaluation_closing;
DROP TRIGGER closing_rows_stay ON evaluation_closing;
DROP FUNCTION closed_month_stays();
DROP TRIGGER passages_stay ON evaluation_passage;
DROP TRIGGER passages_gone ON evaluation_passage;
DROP TRIGGER passages_told ON evaluation_passage;
DROP FUNCTION passages_stay();
DROP FUNCTION passages_gone();
DROP FUNCTION passages_told();
"""


class Migration(migrations.Migration):
    """Triggers of evaluation."""

    dependencies: ClassVar = [("evaluation", "0001_passages_catalogue_months_and_risks")]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
