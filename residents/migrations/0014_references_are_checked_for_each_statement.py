"""References of the tables that imports fill are checked once for each statement: a constraint's check for each row cost a fifth of writing.

The promise is that of a foreign key. A row that refers to nothing is refused, however it was written; what is referred to can be
neither deleted, renamed nor truncated. A row that was not made by the same transaction is locked against both meanwhile.
"""

import django.db.models.deletion
from django.db import migrations, models

REFERENCES = (
    ("residents_resident", "dwelling_id", "grids_dwelling"),
    ("residents_resident", "household_id", "residents_household"),
    ("residents_resident", "run_id", "residents_importrun"),
    ("residents_residence", "resident_id", "residents_resident"),
    ("residents_residence", "dwelling_id", "grids_dwelling"),
    ("residents_residence", "household_id", "residents_household"),
    ("residents_sealed", "resident_id", "residents_resident"),
    ("residents_locator", "resident_id", "residents_resident"),
)
FUNCTIONS = """
CREATE FUNCTION residents_refuse_reference() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a row of the register refers to nothing' USING ERRCODE = 'foreign_key_violation';
END $$;

CREATE FUNCTION residents_rows_refer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wanted bigint; found bigint;
BEGIN
  EXECUTE format('SELECT count(DISTINCT %I) FROM fresh', TG_ARGV[0]) INTO wanted;
  IF wanted > 0 THEN
    EXECUTE format('SELECT count(*) FROM %I p WHERE p.id IN (SELECT %I FROM fresh) AND p.xmin = pg_current_xact_id()::xid',
                   TG_ARGV[1], TG_ARGV[0]) INTO found;
    IF found < wanted THEN
      EXECUTE format('SELECT count(*) FROM (SELECT FROM %I p WHERE p.id IN (SELECT %I FROM fresh) FOR KEY SHARE OF p) AS held',
                     TG_ARGV[1], TG_ARGV[0]) INTO found;
    END IF;
    IF found < wanted THEN PERFORM residents_refuse_reference(); END IF;
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION residents_row_refers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE found bigint;
BEGIN
  EXECUTE format('SELECT count(*) FROM (SELECT FROM %I p WHERE p.id = $1.%I FOR KEY SHARE OF p) AS held', TG_ARGV[1], TG_ARGV[0])
    INTO found USING NEW;
  IF found = 0 THEN PERFORM residents_refuse_reference(); END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION residents_row_is_referred_to() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE referred boolean;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT FROM %I c WHERE c.%I = $1.id) AND NOT EXISTS (SELECT FROM %I p WHERE p.id = $1.id)',
                 TG_ARGV[0], TG_ARGV[1], TG_TABLE_NAME) INTO referred USING OLD;
  IF referred THEN PERFORM residents_refuse_reference(); END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION residents_table_is_referred_to() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE referred boolean;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT FROM %I c WHERE c.%I IS NOT NULL)', TG_ARGV[0], TG_ARGV[1]) INTO referred;
  IF referred THEN PERFORM residents_refuse_reference(); END IF;
  RETURN NULL;
END $$;
"""
GUARDS = """
CREATE TRIGGER {column}_refers AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT
  EXECUTE FUNCTION residents_rows_refer('{column}', '{to}');
CREATE TRIGGER {column}_still_refers AFTER UPDATE OF {column} ON {table} FOR EACH ROW
  WHEN (NEW.{column} IS NOT NULL AND OLD.{column} IS DISTINCT FROM NEW.{column})
  EXECUTE FUNCTION residents_row_refers('{column}', '{to}');
CREATE CONSTRAINT TRIGGER {table}_{column}_refers AFTER DELETE OR UPDATE OF id ON {to} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION residents_row_is_referred_to('{table}', '{column}');
CREATE TRIGGER {table}_{column}_refers_at_all AFTER TRUNCATE ON {to} FOR EACH STATEMENT
  EXECUTE FUNCTION residents_table_is_referred_to('{table}', '{column}');
"""
FREE = """
DROP TRIGGER {column}_refers ON {table};
DROP TRIGGER {column}_still_refers ON {table};
DROP TRIGGER {table}_{column}_refers ON {to};
DROP TRIGGER {table}_{column}_refers_at_all ON {to};
"""
DROPPED = """
DROP FUNCTION residents_rows_refer, residents_row_refers, residents_row_is_referred_to, residents_table_is_referred_to;
DROP FUNCTION residents_refuse_reference;
"""


def each(text: str) -> str:
    """The statements, for each reference."""
    return "".join(text.format(table=table, column=column, to=to) for table, column, to in REFERENCES)


class Migration(migrations.Migration):

    dependencies = [
        ('grids', '0006_patrols_points_and_check_ins'),
        ('residents', '0013_a_worker_looks_at_a_doubted_firm'),
    ]

    operations = [
        migrations.AlterField(
            model_name='locator',
            name='resident',
            field=models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='locator', serialize=False, to='residents.resident'),
        ),
        migrations.AlterField(
            model_name='residence',
            name='dwelling',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='grids.dwelling', verbose_name='房屋'),
        ),
        migrations.AlterField(
            model_name='residence',
            name='household',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='residents.household'),
        ),
        migrations.AlterField(
            model_name='residence',
            name='resident',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='residences', to='residents.resident'),
        ),
        migrations.AlterField(
            model_name='resident',
            name='dwelling',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='grids.dwelling', verbose_name='房屋'),
        ),
        migrations.AlterField(
            model_name='resident',
            name='household',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='residents.household', verbose_name='户'),
        ),
        migrations.AlterField(
            model_name='resident',
            name='run',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to='residents.importrun', verbose_name='导入批次'),
        ),
        migrations.AlterField(
            model_name='sealed',
            name='resident',
            field=models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='sealed', serialize=False, to='residents.resident'),
        ),
        migrations.RunSQL(FUNCTIONS + each(GUARDS), each(FREE) + DROPPED),
    ]
