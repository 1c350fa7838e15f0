"""Pairs of characters and what two texts share of them: likely duplicates are scored where the cases lie."""

from typing import ClassVar

from django.db import migrations

# The same as DROPPED and LONGEST in incidents/triage/likeness.py; a test compares the two on many texts.
PAIRS = r"""
CREATE FUNCTION text_pairs(told text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT letters[place] || letters[place + 1]), '{}')
  FROM (SELECT string_to_array(left(translate(
    translate(normalize(told, NFKC), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'),
    E' \t\n\r\x0b\x0c!"#$%&''()*+,-./:;<=>?@[\\]^_`{|}~。、〃〈〉《》「」『』【】〔〕…—–·‘’“”¥', ''), 200), NULL) AS letters) AS folded,
    generate_series(1, cardinality(letters) - 1) AS place
$$
"""
SHARED = """
-- Null when one of them has none: nothing said is not nothing in common.
CREATE FUNCTION shared_pairs(one text[], other text[]) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN cardinality(one) > 0 AND cardinality(other) > 0
    THEN shared::double precision / (cardinality(one) + cardinality(other) - shared) END
  FROM (SELECT count(*) AS shared FROM (SELECT unnest(one) INTERSECT SELECT unnest(other)) AS both_have) AS counted
$$
"""
BACKWARD = ["DROP FUNCTION shared_pairs(text[], text[])", "DROP FUNCTION text_pairs(text)"]


class Migration(migrations.Migration):
    """Two functions."""

    dependencies: ClassVar = [("incidents", "0007_learn_from_practice")]
    operations: ClassVar = [migrations.RunSQL([PAIRS, SHARED], BACKWARD)]
