"""What the register refers to exists, whoever writes: the promise of a foreign key, held once for each statement (migration 0014, F12)."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from uuid import uuid4

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from residents.actions.declaring import load_fields
from residents.models import Household, ImportRun, Locator, Residence, Resident, Sealed
from tests.residents.conftest import AT, GRID, SYSTEM_ACTOR
from tests.residents.people import register

MISSING = {"dwelling_id": 10**12, "household_id": uuid4(), "run_id": uuid4(), "resident_id": uuid4()}
REFERENCES = [
    ("residents_resident", "dwelling_id"), ("residents_resident", "household_id"), ("residents_resident", "run_id"),
    ("residents_residence", "resident_id"), ("residents_residence", "dwelling_id"), ("residents_residence", "household_id"),
    ("residents_sealed", "resident_id"), ("residents_locator", "resident_id"),
]  # fmt: skip
COPIED = {
    "residents_resident": "id, code, {column}, status, legal_basis, collected_at, version) SELECT %(new)s, code, %(to)s, '1', '1', now(), 1",
    "residents_residence": "code, resident_id, main, since, began, ended{more}) SELECT code, {resident}, false, since, began, ''{value}",
    "residents_sealed": "resident_id) SELECT %(to)s",
    "residents_locator": "resident_id, code, key_number, name_grams, address_grams) SELECT %(to)s, code, 1, '{{}}', '{{}}'",
}


def execute(statement: str, **given: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)


@contextmanager
def refused() -> Iterator[None]:
    """The database says no, in its own words for it."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        yield
    assert isinstance(caught.value.__cause__, psycopg.errors.ForeignKeyViolation)


def insertion(table: str, column: str) -> str:
    """A statement that copies a row, with the column as `%(to)s`."""
    own = column == "resident_id"
    form = COPIED[table].format(
        column=column, more="" if own else f", {column}", resident="%(to)s" if own else "resident_id", value="" if own else ", %(to)s"
    )
    return f"INSERT INTO {table} ({form} FROM {table} LIMIT 1"


@pytest.fixture
def person(db, alice):
    load_fields(actor=SYSTEM_ACTOR, at=AT)
    register(alice)
    return Resident.objects.get()


@pytest.mark.django_db
@pytest.mark.parametrize(("table", "column"), REFERENCES)
def test_f12_a_reference_to_nothing_is_refused_by_sql_too(person, table, column):
    with refused():
        execute(insertion(table, column), new=uuid4(), to=MISSING[column])
    with refused():
        execute(f"UPDATE {table} SET {column} = %(to)s", to=MISSING[column])  # noqa: S608
    if column != "dwelling_id":
        household, run = Household.objects.create(code=GRID, formed_at=AT), ImportRun.objects.create(kind="x", started_at=AT)
        other = Resident.objects.create(code=GRID, collected_at=AT)
        there = {"household_id": household.pk, "run_id": run.pk, "resident_id": other.pk}
        execute(insertion(table, column), new=uuid4(), to=there[column])  # the same statement with something to refer to


@pytest.mark.django_db
def test_f12_one_wrong_row_of_many_takes_back_the_statement(person):
    with refused():
        execute(
            "INSERT INTO residents_residence (code, resident_id, main, since, began, ended) SELECT code, "
            "CASE WHEN n = 700 THEN %(nobody)s ELSE resident_id END, false, since, began, '' "
            "FROM residents_residence, generate_series(1, 1000) AS n",
            nobody=uuid4(),
        )
    assert Residence.objects.count() == 1


@pytest.mark.django_db
def test_f12_what_is_referred_to_stays(person):
    household, run = Household.objects.create(code=GRID, formed_at=AT), ImportRun.objects.create(kind="x", started_at=AT)
    Resident.objects.update(household=household, run=run)
    for table, key in (("residents_resident", person.pk), ("residents_household", household.pk), ("residents_importrun", run.pk)):
        with refused():
            execute(f"DELETE FROM {table} WHERE id = %(key)s", key=key)  # noqa: S608
            execute("SET CONSTRAINTS ALL IMMEDIATE")
        with refused():
            execute(f"UPDATE {table} SET id = %(new)s WHERE id = %(key)s", key=key, new=uuid4())  # noqa: S608
            execute("SET CONSTRAINTS ALL IMMEDIATE")
    with transaction.atomic():
        execute("DELETE FROM residents_resident WHERE id = %(key)s", key=person.pk)  # in any order, as long as the commit finds it whole
        for model in (Sealed, Locator, Residence):
            model.objects.filter(resident_id=person.pk).delete()
        execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.django_db
def test_f12_a_table_that_is_referred_to_is_not_emptied(person):
    execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks to come is not emptied at all
    with refused():
        execute("TRUNCATE residents_resident CASCADE")
    execute("TRUNCATE residents_resident, residents_sealed, residents_locator, residents_residence CASCADE")
    assert not Sealed.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_f12_nobody_takes_away_what_another_is_about_to_refer_to(alice):
    load_fields(actor=SYSTEM_ACTOR, at=AT)
    register(alice)
    person = Resident.objects.get()
    Sealed.objects.all().delete()
    with closing(connection.copy()) as other, transaction.atomic():
        Sealed.objects.create(resident=person)
        with other.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
            with pytest.raises(Exception, match="lock timeout"):
                cursor.execute("DELETE FROM residents_resident WHERE id = %s", [person.pk])
