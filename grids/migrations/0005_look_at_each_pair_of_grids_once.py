"""The wall between published grids, quicker: of two grids of one publication only one is asked, and rough areas first."""

from typing import ClassVar

from django.db import migrations

# Both grids of one publication fire the trigger; the one that was stored later asks. A square degree is at most
# 12.40e9 m2 (on the equator), so the rough measure is never too small, and the exact one decides.
FORWARD = """
CREATE OR REPLACE FUNCTION grids_keep_apart() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  allowed double precision := 2 * greatest(coalesce(nullif(current_setting('wangge.overlap_m2', true), '')::double precision, 1.0), 0.01);
  other record;
BEGIN
  SELECT one.code AS first, two.code AS second, ST_Area(shared.area::geography) AS m2
  INTO other
  FROM grids_grid one
  JOIN grids_grid two ON two.area && one.area AND two.id <> one.id AND (two.id < one.id OR two.valid_from <> one.valid_from)
  CROSS JOIN LATERAL (SELECT ST_CollectionExtract(ST_Intersection(one.area, two.area), 3) AS area OFFSET 0) shared
  WHERE one.id = NEW.id AND one.valid_from IS NOT NULL AND one.valid_to IS NULL AND two.valid_from IS NOT NULL AND two.valid_to IS NULL
    AND ST_Area(shared.area) * 12.40e9 > allowed AND ST_Area(shared.area::geography) > allowed
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'grids % and % overlap by % m2', other.first, other.second, round(other.m2::numeric, 2)
      USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'published_grids_do_not_overlap';
  END IF;
  RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    """The same wall."""

    dependencies: ClassVar = [("grids", "0004_hold_the_map_in_one_statement")]
    operations: ClassVar = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
