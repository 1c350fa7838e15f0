"""Planted numbers appear in no log, no address, no figure of the server, no error and no ledger entry (G2)."""

import logging
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.access.models import User
from governance.ledger.models import Entry
from residents.models import Refusal
from residents.queries.search import find
from tests.residents.conftest import GRID
from tests.residents.imports.files import table, write
from tests.residents.people import person, prove_second_factor, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fields")]
PLANTED = 50


@pytest.fixture
def client_of_alice(client, alice):
    prove_second_factor(alice, datetime.now(UTC))
    client.force_login(User.objects.get(pk=1))
    return client


def test_t15_fifty_planted_people_leave_no_number_behind(alice, client_of_alice, caplog, capsys, tmp_path):
    caplog.set_level(logging.DEBUG)
    rows = table(PLANTED)
    rows[7][2] = "no phone"
    rows[9][1] = rows[9][1][:-1] + "A"
    path = write(tmp_path, rows)
    call_command("import_residents", str(path), code="440310001")
    with pytest.raises(CommandError):
        call_command("import_residents", str(write(tmp_path, [["姓名", "x"], ["y", "z"]], name="b.csv")))
    addresses = []
    for n in range(PLANTED, PLANTED + 5):
        resident = register(alice, n)
        values = person(n)
        for text in (values["name"], values["phone"], values["id_number_enc"], values["residence_address"][-8:]):
            response = client_of_alice.post("/registry/", {"q": text})
            addresses.append(response.request["PATH_INFO"] + response.request["QUERY_STRING"])
        client_of_alice.post(f"/registry/people/{resident.pk}/", {"whole": ["phone"], "reason": f"核对 {values['phone']}"})
        client_of_alice.post(f"/registry/people/{resident.pk}/edit/", {"version": "x", "f_phone": values["phone"]})
    client_of_alice.post("/registry/people/new/", {"id": "bad", "code": GRID, "f_phone": person(1)["phone"]})
    called = [client_of_alice.get(path) for path in ("/livez", "/readyz", "/api/registry/counts/?level=grid")]  # all the figures there are
    assert all(answer.status_code == 200 for answer in called)
    sinks = [answer.content.decode() + str(answer.headers) for answer in called]
    sinks += [caplog.text, *capsys.readouterr(), *addresses]
    sinks += [str(one) for one in Entry.objects.values_list("detail", flat=True)] + [str(list(Refusal.objects.values_list()))]
    everything = "\n".join(sinks)
    hits = [text for n in range(PLANTED + 5) for text in (person(n)["id_number_enc"], person(n)["phone"]) if text in everything]
    assert hits == []
    assert len(everything) > 1000


def test_g2_no_statement_of_a_search_carries_the_name_or_number(alice):
    register(alice, 1)
    with CaptureQueriesContext(connection) as queries:
        for text in (person(1)["name"], person(1)["phone"], person(1)["id_number_enc"]):
            find(actor=alice, text=text)
    said = str(queries.captured_queries)
    assert all(text not in said for text in (person(1)["name"], person(1)["phone"], person(1)["id_number_enc"]))
