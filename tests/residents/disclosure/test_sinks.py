"""The matrix of masks over the real ways out: role × field × {list, detail, export, socket, PDF, offline pack} (T3, C9)."""

import asyncio
import json

import pytest
from channels.layers import get_channel_layer

from governance.access.actor import SYSTEM_ACTOR, Actor, Held
from governance.access.models import User
from governance.access.roles import ADMINISTRATORS, Role
from incidents import live
from residents.actions.rights import challenge_value
from residents.actions.tasks import ask_worker
from residents.actions.visits import load_visit_kinds
from residents.declaration import masks
from residents.declaration.files import shipped
from residents.models import DeclaredField, VisitPlan
from tests.residents.conftest import AT, GRID
from tests.residents.disclosure.test_masks import DERIVED_OPEN, EXPECTED, MUST_MASK, leaks_in
from tests.residents.disclosure.ways_out import WAYS, Out, keep_in
from tests.residents.everything import everything
from tests.residents.people import register, with_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fields")]
LONG = 5
"""Shorter values stand in pages for other reasons; they are looked at by field."""
CLAIMED = "13900001111"


class Seen:
    """A value as the matrix of cards compares it."""

    def __init__(self, text):
        self.text = text


@pytest.fixture
def person(alice):
    DeclaredField.objects.update(on=True, changed_at=AT)
    load_visit_kinds(actor=SYSTEM_ACTOR, at=AT)
    found = register(alice, 1, **(everything() | {"need_tags": "独居老人;残疾人"}))
    register(alice, 1, **(everything() | {"id_number_enc": ""}))
    VisitPlan.objects.update(due_on=AT.date().replace(year=2020))
    doubt = challenge_value(actor=alice, resident_id=found.pk, field="phone", value=CLAIMED, source="卫健", at=AT)
    ask_worker(actor=alice, doubt_id=doubt.pk, at=AT)
    return found


def secret(field):
    """Whether nobody may see the field's raw value without asking for it."""
    return bool(field.mask) and (field.sensitive or MUST_MASK.get(field.key, False))


def outs(client, person, monkeypatch, role, ways=tuple(WAYS)):
    """What this role gets by each way."""
    actor = with_user(Actor(50 + list(Role).index(role), f"eve{role}", (Held(str(role), GRID),)))
    client.force_login(User.objects.get(pk=actor.user_id))
    for way in ways:
        with monkeypatch.context() as patch:
            yield way, WAYS[way](client, actor, person, patch)


def leaks_of(out, role):
    """The fields of which something is shown that must not be."""
    raw, allowed, found = everything(), EXPECTED.get(role, set()), set()
    for field in shipped().fields:
        value = raw.get(field.key, "")
        for (purpose, key), texts in out.shown.items():
            if key == field.key and field.key not in DERIVED_OPEN:
                visible = purpose in allowed and purpose in field.purposes
                found |= {field.key for text in texts if leaks_in(field, value, {key: Seen(text)}, visible=visible)}
        if secret(field) and len(value) >= LONG and value in out.said:
            found.add(field.key)
    return found | ({"claimed"} if CLAIMED in out.said else set())


def test_t3_no_way_out_shows_a_raw_value_to_any_role(client, person, monkeypatch):
    cells, leaks, full = 0, [], {}
    for role in Role:
        for way, out in outs(client, person, monkeypatch, role):
            cells += len(shipped().fields)
            leaks += [(str(role), way, key) for key in leaks_of(out, role)]
            full[role, way] = len(out.shown)
    print(f"cells={cells} leaks={len(leaks)}")  # noqa: T201
    assert leaks == []
    assert cells == len(Role) * 185 * 6
    for way in ("list", "detail", "export", "pdf"):  # that something could leak
        assert full[Role.REGISTRAR, way] >= 9, way
    assert all(full[Role.GRID_WORKER, way] > 2 for way in ("list", "detail", "pdf", "offline"))
    assert full[Role.GRID_WORKER, "export"] == 0
    assert not any(full[role, way] for role in ADMINISTRATORS for way in WAYS)


def test_t3_each_way_out_goes_red_when_a_mask_is_removed(client, person, monkeypatch):
    monkeypatch.setitem(masks.MASKS, "phone", lambda text: text)
    red = {way for way, out in outs(client, person, monkeypatch, Role.REGISTRAR) if "phone" in leaks_of(out, Role.REGISTRAR)}
    assert red == {"list", "detail", "export", "pdf"}
    [(_way, pack)] = outs(client, person, monkeypatch, Role.GRID_WORKER, ways=("offline",))
    assert "phone" in leaks_of(pack, Role.GRID_WORKER)


def test_t3_a_frame_of_the_socket_carries_six_plain_words_and_a_planted_number_is_seen(monkeypatch):
    frames, phone = [], everything()["phone"]
    monkeypatch.setattr(get_channel_layer(), "group_send", keep_in(frames))
    hint = {"kind": "resident", "id": "x", "seq": "440310.1", "verb": "resident.read", "version": 1, "code": GRID, "phone": phone}
    asyncio.run(live.Hub().pass_on(hint))
    assert {key for _group, message in frames for key in message["frame"]} == {"seq", "verb", "version", "state", "code", "incident"}
    assert leaks_of(Out(said=json.dumps(frames)), Role.REGISTRAR) == set()
    asyncio.run(live.Hub().pass_on(hint | {"verb": phone}))
    assert leaks_of(Out(said=json.dumps(frames)), Role.REGISTRAR) == {"phone"}
