"""Triggers of grids: published ones do not overlap and do not change; and the search index of two characters."""

from typing import ClassVar

from django.db import migrations

# The action checks every overlap and gap and tells each; this is the wall behind it, for whoever writes past the action.
# It judges at commit, so that the old versions are gone when the new ones are looked at. `wangge.overlap_m2` is the
# tolerance of the publication at hand (m2); twice that much is let through, since it measures on other lines.
APART = """
CREATE FUNCTION grids_keep_apart() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  allowed double precision := 2 * greatest(coalesce(nullif(current_setting('wangge.overlap_m2', true), '')::double precision, 1.0), 0.01);
  other record;
BEGIN
  SELECT one.code AS first, two.code AS second, ST_Area(ST_CollectionExtract(ST_Intersection(one.area, two.area), 3)::geography) AS m2
  INTO other
  FROM grids_grid one JOIN grids_grid two ON two.area && one.area AND two.id <> one.id
  WHERE one.id = NEW.id AND one.valid_from IS NOT NULL AND one.valid_to IS NULL AND two.valid_from IS NOT NULL AND two.valid_to IS NULL
    AND ST_Area(ST_CollectionExtract(ST_Intersection(one.area, two.area), 3)::geography) > allowed
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'grids % and % overlap by % m2', other.first, other.second, round(other.m2::numeric, 2)
      USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'published_grids_do_not_overlap';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER published_grids_do_not_overlap AFTER INSERT OR UPDATE OF area, valid_from, valid_to ON grids_grid
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.valid_from IS NOT NULL AND NEW.valid_to IS NULL)
  EXECUTE FUNCTION grids_keep_apart();
"""
APART_BACK = """
DROP TRIGGER published_grids_do_not_overlap ON grids_grid;
DROP FUNCTION grids_keep_apart();
"""

# What was published stays as it was; only its end may be written, once.
STAYS = """
CREATE FUNCTION grids_history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.valid_to IS NOT NULL OR NEW.valid_from IS DISTINCT FROM OLD.valid_from OR NEW.code <> OLD.code
     OR NEW.name <> OLD.name OR NEW.kind <> OLD.kind OR NEW.community_id <> OLD.community_id OR NOT ST_OrderingEquals(NEW.area, OLD.area) THEN
    RAISE EXCEPTION 'version % of grid % was published and stays as it is', OLD.id, OLD.code
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'published_grid_stays';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER published_grid_stays BEFORE UPDATE OR DELETE ON grids_grid FOR EACH ROW WHEN (OLD.valid_from IS NOT NULL)
  EXECUTE FUNCTION grids_history_stays();
"""
STAYS_BACK = """
DROP TRIGGER published_grid_stays ON grids_grid;
DROP FUNCTION grids_history_stays();
"""

SHAPES = """
ALTER TABLE grids_division ADD CONSTRAINT division_area_is_valid CHECK (ST_IsValid(area) AND NOT ST_IsEmpty(area)
  AND ST_XMin(area) >= -180 AND ST_XMax(area) <= 180 AND ST_YMin(area) >= -90 AND ST_YMax(area) <= 90);
ALTER TABLE grids_grid ADD CONSTRAINT grid_area_is_valid CHECK (ST_IsValid(area) AND NOT ST_IsEmpty(area)
  AND ST_XMin(area) >= -180 AND ST_XMax(area) <= 180 AND ST_YMin(area) >= -90 AND ST_YMax(area) <= 90);
ALTER TABLE grids_building ADD CONSTRAINT building_footprint_is_valid CHECK (ST_IsValid(footprint) AND NOT ST_IsEmpty(footprint)
  AND ST_XMin(footprint) >= -180 AND ST_XMax(footprint) <= 180 AND ST_YMin(footprint) >= -90 AND ST_YMax(footprint) <= 90);
"""
SHAPES_BACK = """
ALTER TABLE grids_division DROP CONSTRAINT division_area_is_valid;
ALTER TABLE grids_grid DROP CONSTRAINT grid_area_is_valid;
ALTER TABLE grids_building DROP CONSTRAINT building_footprint_is_valid;
"""

# pg_trgm needs three characters; two Chinese characters are a usual query.
BIGRAMS = """
CREATE FUNCTION grids_bigrams(words text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT array(SELECT DISTINCT substr(lower(words), i, 2) FROM generate_series(1, greatest(length(words) - 1, 1)) i)
$$;
CREATE INDEX building_words ON grids_building USING gin (grids_bigrams(name || ' ' || address));
CREATE INDEX division_words ON grids_division USING gin (grids_bigrams(name));
"""
BIGRAMS_BACK = """
DROP INDEX division_words;
DROP INDEX building_words;
DROP FUNCTION grids_bigrams(text);
"""


class Migration(migrations.Migration):
    """Walls that a model cannot say."""

    dependencies: ClassVar = [("grids", "0002_guard_areas_and_their_versions")]
    operations: ClassVar = [
        migrations.RunSQL(APART, APART_BACK),
        migrations.RunSQL(STAYS, STAYS_BACK),
        migrations.RunSQL(SHAPES, SHAPES_BACK),
        migrations.RunSQL(BIGRAMS, BIGRAMS_BACK),
    ]
