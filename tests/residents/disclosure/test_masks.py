"""The matrix of masks: every role, every purpose, every field, every way out. Prints `cells=N leaks=0`, and goes red when a mask is gone."""

from dataclasses import replace

import pytest

from governance.access.actor import Actor, Held
from governance.access.roles import Role
from governance.errors import NotAllowed, NotFound
from residents.declaration import masks
from residents.declaration.files import shipped
from residents.disclosure import Looking, cards, disclose
from residents.models import DeclaredField
from residents.rules import PURPOSES
from tests.residents.conftest import AT, GRID
from tests.residents.everything import everything
from tests.residents.people import register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fields")]
SURFACES = ("list", "detail", "export", "socket", "pdf", "offline", "map")
FIELDWORK = {"service", "contact", "visit", "care", "rescue"}
EXPECTED = {Role.REGISTRAR: set(PURPOSES), Role.GRID_WORKER: FIELDWORK, Role.GRID_LEADER: FIELDWORK}
"""Who may look for what: the table of this test, not of the code. All other roles see nobody."""
OPEN = {"boolean", "code"}


@pytest.fixture
def person(alice):
    DeclaredField.objects.update(on=True, changed_at=AT)
    return register(alice, 1, **everything())


def leaks_of(person, role):
    """How many cells of this role were looked at, and which of them leak."""
    actor, values, cells, leaks = Actor(5, "Eve", (Held(str(role), GRID),)), everything(), 0, []
    allowed = EXPECTED.get(role, set())
    for surface in SURFACES:
        for purpose in sorted(PURPOSES):
            try:
                [card] = disclose(actor=actor, ids=[person.pk], looking=Looking(purpose, surface), at=AT)
                shown = card.shown
            except (NotAllowed, NotFound):
                shown = {}
            for field in shipped().fields:
                cells += 1
                if leaks_in(field, values.get(field.key, ""), shown, visible=purpose in allowed and purpose in field.purposes):
                    leaks.append((str(role), purpose, surface, field.key))
    return cells, leaks


def leaks_in(field, raw, shown, *, visible):
    """Whether a card shows of a field what it must not: anything if it is not visible, the raw value if it has a mask."""
    if not visible:
        return field.key in shown
    if not raw or field.key not in shown:
        return False
    text = shown[field.key].text
    must = field.sensitivity == "sensitive" or MUST_MASK.get(field.key, False)
    return must and (text in {raw, cards.worded(field, raw)} or (len(raw) > 3 and raw in text))


MUST_MASK = dict.fromkeys(("name", "used_name", "foreign_name", "phone", "phone2", "residence_address", "hukou_address", "birth_date", "emergency_name", "emergency_phone", "householder_name", "householder_phone", "owner_name", "owner_phone", "carer_name", "carer_phone", "guardian_name", "guardian_phone", "employer", "door_no", "room_code"), True)  # fmt: skip
DERIVED_OPEN = {"is_minor_under14"}


def test_t3_no_role_sees_what_it_must_not_on_any_way_out(person):
    cells, leaks = 0, []
    for role in Role:
        n, found = leaks_of(person, role)
        cells, leaks = cells + n, leaks + [one for one in found if one[3] not in DERIVED_OPEN]
    print(f"cells={cells} leaks={len(leaks)}")  # noqa: T201
    assert leaks == []
    assert cells == len(Role) * len(PURPOSES) * len(SURFACES) * 185


def test_t3_the_matrix_goes_red_when_one_mask_is_removed(person, monkeypatch):
    monkeypatch.setitem(masks.MASKS, "phone", lambda text: text)
    _cells, leaks = leaks_of(person, Role.GRID_WORKER)
    assert {key for _role, _purpose, _surface, key in leaks} >= {"phone", "phone2"}


def test_t3_the_matrix_goes_red_when_a_field_loses_its_mask(person, monkeypatch):
    whole = cards.shown
    monkeypatch.setattr(
        cards, "shown", lambda one, text, **more: whole(replace(one, mask="") if one.key == "living_alone" else one, text, **more)
    )
    _cells, leaks = leaks_of(person, Role.REGISTRAR)
    assert {key for _role, _purpose, _surface, key in leaks} == {"living_alone"}
