"""The whole of the declaration goes through the form, through a file, through search and out again in a copy and an export, unchanged."""

import csv
import io
from uuid import uuid4

import pytest

from governance.access.actor import SYSTEM_ACTOR, Actor, Held
from governance.access.models import User
from residents.actions.exporting import ask_export, make_export, settle_export
from residents.actions.registering import register_resident
from residents.actions.rights import copy_of
from residents.declaration.files import code_tables, shipped
from residents.models import DeclaredField, Resident
from residents.queries.search import find
from residents.sheets.writing import safe
from tests.residents.conftest import AT, GRID, STREET
from tests.residents.everything import COMPUTED, everything
from tests.residents.imports.files import load, reasons
from tests.residents.people import prove_second_factor, with_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fields")]

WORDS = {"boolean": {"1": "是", "0": "否"}}


@pytest.fixture(autouse=True)
def _all_fields_on(fields):
    DeclaredField.objects.update(on=True, changed_at=AT)


def copied(resident_id):
    found = copy_of(actor=SYSTEM_ACTOR, resident_id=resident_id, reason="核对全部数据项", at=AT)["values"]
    return {key: one["value"] for key, one in found.items()}


def wanted():
    """The values as a copy shows them: codes by their names, flags as yes or no."""
    fields = shipped().by_key
    words = {key: WORDS.get(fields[key].kind, code_tables().get(fields[key].codes, {})) for key in everything()}
    return {key: words[key].get(text, text) for key, text in everything().items()}


def test_every_field_goes_through_the_form_and_out_again(client, alice):
    pk = uuid4()
    with_user(alice)
    client.force_login(User.objects.get(pk=alice.user_id), backend="django.contrib.auth.backends.ModelBackend")
    form = client.get("/registry/people/new/").content.decode()
    values = everything()
    assert [key for key in values if f'name="f_{key}"' not in form] == []
    sent = client.post("/registry/people/new/", {"id": str(pk), "code": GRID} | {f"f_{key}": text for key, text in values.items()})
    assert sent.status_code == 302, sent.content.decode()
    out = copied(pk)
    assert {key: out.get(key) for key in wanted()} == wanted()
    assert out["grid_code"] == GRID
    assert out["residence_area"] == GRID[:12]


def test_every_field_goes_out_by_an_export_as_it_came_in(alice):
    register_resident(actor=SYSTEM_ACTOR, resident_id=uuid4(), code=GRID, values=everything(), at=AT)
    keys = list(wanted())
    asked = ask_export(actor=alice, code=STREET, purpose="registry", keys=keys, reason="核对全部数据项", at=AT, whole=True)
    erin = Actor(4, "Erin", (Held("registrar", STREET),))
    for actor in (alice, erin):
        prove_second_factor(actor)
    settle_export(actor=erin, export_id=asked.pk, agreed=True, at=AT)
    text = make_export(actor=alice, export_id=asked.pk, at=AT).decode("utf-8-sig")
    _mark, header, row = csv.reader(io.StringIO(text))
    assert header == [shipped().by_key[key].label for key in keys]
    assert dict(zip(keys, row, strict=True)) == {key: safe(text) for key, text in wanted().items()}


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
