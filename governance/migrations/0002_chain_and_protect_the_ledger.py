"""The ledger's triggers: number and hash each entry per chain; refuse update, delete and truncate."""

from typing import ClassVar

from django.db import migrations

FORWARD = """
CREATE FUNCTION ledger_canonical(e governance_entry) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(e.chain, e.seq, (extract(epoch FROM e.at) * 1000000)::bigint, e.actor_id, e.post, e.verb,
                           e.kind, e.object_id, e.code, e.version, e.detail)::text
$$;

-- The row lock on the chain's head is held until commit: numbers are in commit order and without gaps.
CREATE FUNCTION ledger_append() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last governance_head;
BEGIN
  SELECT * INTO last FROM governance_head WHERE chain = NEW.chain FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO governance_head (chain, seq, hash) VALUES (NEW.chain, 0, '') ON CONFLICT DO NOTHING;
    SELECT * INTO last FROM governance_head WHERE chain = NEW.chain FOR UPDATE;
  END IF;
  NEW.seq := last.seq + 1;
  NEW.prev := last.hash;
  NEW.hash := sha256(last.hash || convert_to(ledger_canonical(NEW), 'UTF8'));
  UPDATE governance_head SET seq = NEW.seq, hash = NEW.hash WHERE chain = NEW.chain;
  RETURN NEW;
END $$;

CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER ledger_append BEFORE INSERT ON governance_entry FOR EACH ROW EXECUTE FUNCTION ledger_append();
CREATE TRIGGER ledger_rows_stay BEFORE UPDATE OR DELETE ON governance_entry FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER ledger_stays BEFORE TRUNCATE ON governance_entry FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
"""

BACKWARD = """
DROP TRIGGER ledger_stays ON governance_entry;
DROP TRIGGER ledger_rows_stay ON governance_entry;
DROP TRIGGER ledger_append ON governance_entry;
DROP FUNCTION ledger_is_append_only();
DROP FUNCTION ledger_append();
DROP FUNCTION ledger_canonical(governance_entry);
"""


class Migration(migrations.Migration):
    """Triggers of the ledger."""

    dependencies: ClassVar = [("governance", "0001_users_units_posts_and_ledger")]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
