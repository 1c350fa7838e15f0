"""A sealed row stays in one piece: its bytes look random, so that trying to compress them and cutting them up is work for nothing."""

from django.db import migrations

TABLES = ("residents_sealed", "residents_stagedrow")
COLUMNS = ("identity", "general", "sensitive")
FORWARD = [
    *(f"ALTER TABLE {table} SET (toast_tuple_target = 8160)" for table in TABLES),
    *(f"ALTER TABLE {table} ALTER COLUMN {column} SET STORAGE EXTERNAL" for table in TABLES for column in COLUMNS),
]
BACK = [
    *(f"ALTER TABLE {table} RESET (toast_tuple_target)" for table in TABLES),
    *(f"ALTER TABLE {table} ALTER COLUMN {column} SET STORAGE EXTENDED" for table in TABLES for column in COLUMNS),
]


class Migration(migrations.Migration):

    dependencies = [("residents", "0007_likeness_tasks_reports_and_accounts")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
