"""The whole of the declaration goes through the form, through a file, through search and out again in a copy, unchanged."""

import csv
import io
from uuid import uuid4

import pytest

from governance.access.actor import SYSTEM_ACTOR
from residents.actions.registering import register_resident
from residents.actions.rights import copy_of
from residents.declaration.files import code_tables, shipped
from residents.models import DeclaredField, Resident
from residents.queries.search import find
from tests.residents.conftest import AT, GRID, STREET
from tests.residents.everything import COMPUTED, everything
from tests.residents.imports.files import load, reasons

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fields")]


@pytest.fixture(autouse=True)
def _all_fields_on(fields):
    DeclaredField.objects.update(on=True, changed_at=AT)


def copied(resident_id):
    found = copy_of(actor=SYSTEM_ACTOR, resident_id=resident_id, reason="核对全部数据项", at=AT)["values"]
    return {key: one["value"] for key, one in found.items()}


def wanted():
    """The values as a copy shows them: codes by their names."""
    fields = shipped().by_key
    return {key: code_tables().get(fields[key].codes, {}).get(text, text) for key, text in everything().items()}


def test_every_field_goes_through_the_form_and_out_again():
    pk = uuid4()
    register_resident(actor=SYSTEM_ACTOR, resident_id=pk, code=GRID, values=everything(), at=AT)
    out = copied(pk)
    assert {key: out.get(key) for key in wanted()} == wanted()
    assert out["grid_code"] == GRID
    assert out["residence_area"] == GRID[:12]


def test_every_field_goes_through_a_file_search_and_out_again(alice, tmp_path):
    values = everything() | {"grid_code": GRID, "residence_area": GRID[:12]}
    fields = [field for field in shipped().fields if field.key not in COMPUTED - {"grid_code", "residence_area"}]
    text = io.StringIO()
    csv.writer(text).writerows([[field.label for field in fields], [values.get(field.key, "") for field in fields]])
    path = tmp_path / "all.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    run = load(alice, path)
    assert (reasons(run), run.added) == ([], 1)
    for asked in (values["id_number_enc"], values["phone"], values["phone2"], values["name"], "金田花园"):
        assert find(actor=alice, text=asked, code=STREET).ids == [Resident.objects.get().pk], asked
    out = copied(Resident.objects.get().pk)
    assert {key: out.get(key) for key in wanted()} == wanted()
