"""Hold the map and see that it is still the one that was looked at: one call, inside the statement that stores a code."""

from typing import ClassVar

from django.db import migrations

# A volatile function looks at the database anew for each of its statements: what it reads after it got the lock is the
# truth, although the statement that calls it began before. The lock is the one of grids.queries.holding (MAP).
FORWARD = """
CREATE FUNCTION grids_hold_map(seen text) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
DECLARE present text;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(444301140992);
  SELECT coalesce(max(stamp) FILTER (WHERE layer = 'grids'), '0') || '-' || coalesce(max(stamp) FILTER (WHERE layer = 'divisions'), '0')
  INTO present FROM (SELECT layer, left(replace(stamp::text, '-', ''), 16) AS stamp FROM grids_edition) editions;
  RETURN present = seen;
END $$;
"""
BACKWARD = "DROP FUNCTION grids_hold_map(text);"


class Migration(migrations.Migration):
    """The lock on the map as a condition."""

    dependencies: ClassVar = [("grids", "0003_keep_grids_apart_and_find_by_two_characters")]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
