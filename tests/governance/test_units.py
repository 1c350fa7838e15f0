"""The page of units."""

import pytest

from governance.access.models import Unit
from governance.ledger.models import Entry
from tests.governance.test_keeping import browser
from tests.town import STREET, Town


def test_the_system_administrator_adds_and_ends_a_unit(town: Town):
    sam = browser(town, "sam")
    sent = {"name": "路灯所", "kind": "department", "codes": f"{STREET}，{STREET}001", "parent": town.units["第一街道办事处"].pk}
    assert sam.post("/units/", sent).status_code == 302
    unit = Unit.objects.get(name="路灯所")
    assert unit.codes == [STREET, f"{STREET}001"]
    assert sam.post("/units/", {"end": unit.pk}).status_code == 302
    unit.refresh_from_db()
    assert unit.ended_at is not None
    assert [one.verb for one in Entry.objects.filter(kind="unit", object_id=str(unit.pk)).order_by("id")] == ["unit.added", "unit.ended"]
    assert "路灯所" not in sam.get("/units/?q=路灯").content.decode().split("<tbody>")[1]


@pytest.mark.parametrize(
    ("changes", "field"), [({"name": ""}, "name"), ({"kind": "club"}, "kind"), ({"codes": "12"}, "codes"), ({"parent": "x"}, "parent")]
)
def test_a_wrong_field_is_named_and_what_was_typed_stays(town: Town, changes: dict[str, str], field: str):
    sent = {"name": "路灯所", "kind": "department", "codes": STREET, "parent": ""} | changes
    answer = browser(town, "sam").post("/units/", sent)
    assert answer.status_code == 400
    assert list(answer.context["refused"].fields) == [field]
    assert sent["codes"] in answer.content.decode()


def test_a_second_unit_of_that_name_and_area_is_refused(town: Town):
    sent = {"name": "路灯所", "kind": "department", "codes": STREET}
    sam = browser(town, "sam")
    assert [sam.post("/units/", sent).status_code for _time in range(2)] == [302, 400]


def test_a_unit_with_people_is_not_ended(town: Town):
    unit = town.units["第一街道办事处"]
    assert browser(town, "sam").post("/units/", {"end": unit.pk}).status_code == 409
    unit.refresh_from_db()
    assert unit.ended_at is None


def test_c5_the_security_administrator_reads_units_and_changes_none(town: Town):
    assert browser(town, "sue").post("/units/", {"name": "路灯所", "kind": "department", "codes": STREET}).status_code == 403
