"""What bare PostgreSQL needs to write the register's rows (写入下限): the same tables and indexes, no check, no key, no reference held."""

from uuid import UUID

from django.db import connection, transaction

from residents.actions.imports.sessions import tune, tuned

OF_RUN = "SELECT id FROM residents_resident WHERE run_id = %(run)s"
ROWS = {
    "residents_household": "id IN (SELECT household_id FROM residents_resident WHERE run_id = %(run)s)",
    "residents_resident": "run_id = %(run)s",
    "residents_residence": f"resident_id IN ({OF_RUN})",
    "residents_sealed": f"resident_id IN ({OF_RUN})",
    "residents_locator": f"resident_id IN ({OF_RUN})",
}


def bare_tables() -> None:
    """Empty tables with the register's columns, indexes and way of keeping bytes."""
    for table in ROWS:
        name = f"bare_{table}"
        tune((
            f"DROP TABLE IF EXISTS {name}",
            f"CREATE TABLE {name} (LIKE {table} INCLUDING INDEXES INCLUDING STORAGE INCLUDING CONSTRAINTS)",
            *([f"ALTER TABLE {name} SET (toast_tuple_target = 8160)"] if table == "residents_sealed" else []),
        ))  # fmt: skip


def write_bare(run: UUID) -> None:
    """Copy the rows that an import wrote, statement by statement, with the settings of an import."""
    with tuned(), connection.cursor() as cursor:
        cursor.execute("SET enable_hashjoin = on; SET enable_seqscan = on")
        with transaction.atomic():
            for table, which in ROWS.items():
                cursor.execute(f"INSERT INTO bare_{table} SELECT * FROM {table} WHERE {which} ON CONFLICT DO NOTHING", {"run": run})
        cursor.execute(
            "SELECT gin_clean_pending_list(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam"
            " WHERE i.indrelid = 'bare_residents_locator'::regclass AND a.amname = 'gin'"
        )
