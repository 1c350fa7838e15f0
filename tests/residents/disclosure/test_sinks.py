"""Every way out that a program or a page has, as every role: no raw value of a masked field leaves by any of them (T3, C9)."""

import pytest

from governance.access.actor import SYSTEM_ACTOR, Actor, Held
from governance.access.models import User
from governance.access.roles import ADMINISTRATORS, Role
from residents.actions.rights import challenge_value
from residents.actions.tasks import ask_worker
from residents.actions.visits import load_visit_kinds
from residents.declaration import masks
from residents.declaration.files import shipped
from residents.models import DeclaredField, VisitPlan
from tests.residents.conftest import AT, GRID
from tests.residents.disclosure.test_masks import MUST_MASK
from tests.residents.everything import everything
from tests.residents.people import register, with_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fields")]
LONG = 5
"""Shorter values stand in pages for other reasons."""
GETS = [
    "/registry/", "/registry/?code=440310001001001", "/registry/pairs/", "/registry/doubts/", "/registry/tasks/", "/registry/visits/",
    "/registry/map/", "/registry/buildings/", "/registry/reports/", "/registry/accounts/", "/api/registry/counts/?level=grid",
    "/api/registry/buildings/?bbox=114.0,22.0,115.0,23.0", "/api/visits/",
]  # fmt: skip


@pytest.fixture
def person(alice):
    DeclaredField.objects.update(on=True, changed_at=AT)
    load_visit_kinds(actor=SYSTEM_ACTOR, at=AT)
    found = register(alice, 1, **(everything() | {"need_tags": "独居老人;残疾人"}))
    register(alice, 1, **(everything() | {"id_number_enc": ""}))
    VisitPlan.objects.update(due_on=AT.date().replace(year=2020))
    doubt = challenge_value(actor=alice, resident_id=found.pk, field="phone", value="13900001111", source="卫健", at=AT)
    ask_worker(actor=alice, doubt_id=doubt.pk, at=AT)
    return found


def planted():
    """The raw values that must stand on no page: those of masked fields."""
    secret = {one.key for one in shipped().fields if one.mask and (one.sensitive or MUST_MASK.get(one.key))}
    return {key: value for key, value in everything().items() if key in secret and len(value) >= LONG} | {"claimed": "13900001111"}


def bodies(client, person):
    for path in GETS:
        yield path, client.get(path)
    for purpose in ("registry", "visit", "care"):
        page = {"q": "", "purpose": purpose}
        yield f"list {purpose}", client.post("/registry/", page)
        yield f"detail {purpose}", client.get(f"/registry/people/{person.pk}/?purpose={purpose}")
        yield f"api list {purpose}", client.post("/api/registry/people/search/", page, content_type="application/json")
        look = {"purpose": purpose}
        yield f"api detail {purpose}", client.post(f"/api/registry/people/{person.pk}/look/", look, content_type="application/json")


def leaks_of(client, person, role):
    """How many cells were looked at, which of them leak, and how many ways out showed somebody at all."""
    actor = with_user(Actor(50 + list(Role).index(role), f"eve{role}", (Held(str(role), GRID),)))
    client.force_login(User.objects.get(pk=actor.user_id), backend="django.contrib.auth.backends.ModelBackend")
    cells, leaks, shown = 0, [], 0
    for sink, answer in bodies(client, person):
        text = answer.content.decode(errors="replace")
        assert answer.status_code < 500, (sink, role)
        shown += "139****1111" in text or "*" in text
        for key, value in planted().items():
            cells += 1
            if value in text:
                leaks.append((str(role), sink, key))
    return cells, leaks, shown


def test_t3_no_way_out_shows_a_raw_value_to_any_role(client, person):
    cells, leaks, shown = 0, [], {}
    for role in Role:
        n, found, seen = leaks_of(client, person, role)
        cells, shown[role] = cells + n, seen
        leaks += found
    print(f"cells={cells} leaks={len(leaks)}")  # noqa: T201
    assert leaks == []
    assert shown[Role.REGISTRAR] > 8
    assert shown[Role.GRID_WORKER] > 5
    assert all(shown[role] == 0 for role in ADMINISTRATORS)


def test_t3_these_ways_out_go_red_when_a_mask_is_removed(client, person, monkeypatch):
    monkeypatch.setitem(masks.MASKS, "phone", lambda text: text)
    _cells, leaks, _shown = leaks_of(client, person, Role.REGISTRAR)
    assert {"list registry", "detail registry", "api list registry", "api detail registry", "/registry/doubts/", "/registry/pairs/"} <= {
        sink for _role, sink, _key in leaks
    }
