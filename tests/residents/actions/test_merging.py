"""Likely duplicates are proposed and never merged alone; a merge loses nothing and can be taken back. Case F10."""

import pytest

from governance.errors import Conflict, Gone, Invalid, NotFound
from governance.ledger.models import Entry
from residents.actions.likeness import keep_apart
from residents.actions.merging import merge_residents, undo_merger
from residents.actions.registering import edit_resident
from residents.disclosure import Looking, disclose
from residents.models import Likeness, Locator, Merger, Resident
from residents.queries.likeness import open_pairs
from residents.queries.search import find
from tests.residents.conftest import AT
from tests.residents.imports.files import load, table, write
from tests.residents.people import identity_number, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fields")]


def look(actor, pk, key):
    [card] = disclose(actor=actor, ids=[pk], looking=Looking("registry", "detail", keys=[key]), at=AT)
    return card.text(key)


@pytest.fixture
def pair(alice):
    known = register(alice, 1, employer="")
    again = register(alice, 1, id_number_enc="", employer="清洁公司")
    return known, again, Likeness.objects.get()


def test_f10_the_same_name_and_phone_without_a_number_is_proposed_and_nothing_is_merged(alice, pair):
    known, again, likeness = pair
    assert {likeness.first_id, likeness.second_id} == {known.pk, again.pk}
    assert (likeness.state, likeness.why) == ("proposed", "phone")
    assert Resident.objects.filter(merged_into__isnull=False).count() == 0
    assert open_pairs(actor=alice) == [likeness]


def test_f10_the_same_name_and_birthday_is_proposed_however_the_name_is_written(alice):
    register(alice, 1, name="买买提·艾山", id_number_enc="", birth_date="1980-02-03", phone="")
    register(alice, 2, name="买买提•艾山", id_number_enc="", birth_date="1980-02-03", phone="")
    assert Likeness.objects.get().why == "born"


def test_f10_twins_with_two_numbers_are_two_people(alice):
    register(alice, 1, name="王大双", id_number_enc=identity_number(1), phone="13800000001")
    register(alice, 2, name="王大双", id_number_enc=identity_number(2), phone="13800000001")
    assert not Likeness.objects.exists()


def test_f10_an_import_proposes_too(alice, tmp_path):
    known = register(alice, 3, id_number_enc="")
    load(alice, write(tmp_path, table(6)))
    likeness = Likeness.objects.get()
    assert known.pk in {likeness.first_id, likeness.second_id}


def test_a_merge_fills_what_was_missing_and_overwrites_nothing(alice, pair):
    known, again, likeness = pair
    edit_resident(actor=alice, resident_id=again.pk, version=1, values={"residence_address": "别处路9号"}, at=AT)
    merger = merge_residents(actor=alice, likeness_id=likeness.pk, survivor_id=known.pk, at=AT)
    assert merger.filled == ["employer"]
    assert look(alice, known.pk, "employer")
    assert "锦绣路" in look(alice, known.pk, "residence_address")
    assert find(actor=alice, text="13800000001").ids == [known.pk]
    assert not Locator.objects.filter(pk=again.pk).exists()
    with pytest.raises(Gone) as gone:
        edit_resident(actor=alice, resident_id=again.pk, version=2, values={"employer": "x"}, at=AT)
    assert gone.value.extra["survivor"] == str(known.pk)
    assert "清洁公司" not in str(Entry.objects.get(verb="resident.merged").detail)


def test_the_one_without_a_number_may_survive_and_gets_it(alice, pair):
    known, again, likeness = pair
    merge_residents(actor=alice, likeness_id=likeness.pk, survivor_id=again.pk, at=AT)
    assert find(actor=alice, text=identity_number(1)).ids == [again.pk]
    undo_merger(actor=alice, merger_id=Merger.objects.get().pk, at=AT)
    assert find(actor=alice, text=identity_number(1)).ids == [known.pk]


def test_a_merge_is_taken_back_without_a_trace_in_the_values(alice, pair):
    known, again, likeness = pair
    before = [look(alice, known.pk, "employer"), find(actor=alice, text="13800000001").ids]
    merger = merge_residents(actor=alice, likeness_id=likeness.pk, survivor_id=known.pk, at=AT)
    undo_merger(actor=alice, merger_id=merger.pk, at=AT)
    assert [look(alice, known.pk, "employer"), find(actor=alice, text="13800000001").ids] == before
    assert look(alice, again.pk, "employer")
    assert Resident.objects.get(pk=again.pk).merged_into_id is None
    assert Likeness.objects.get().state == "apart"
    with pytest.raises(Conflict):
        undo_merger(actor=alice, merger_id=merger.pk, at=AT)


def test_what_was_changed_after_the_merge_stays_when_it_is_taken_back(alice, pair):
    known, _again, likeness = pair
    merger = merge_residents(actor=alice, likeness_id=likeness.pk, survivor_id=known.pk, at=AT)
    version = Resident.objects.get(pk=known.pk).version
    edit_resident(actor=alice, resident_id=known.pk, version=version, values={"employer": "新单位"}, at=AT)
    undo_merger(actor=alice, merger_id=merger.pk, at=AT)
    assert look(alice, known.pk, "employer")


def test_two_people_are_kept_apart_for_good(alice, pair):
    _known, again, likeness = pair
    keep_apart(actor=alice, likeness_id=likeness.pk, at=AT)
    edit_resident(actor=alice, resident_id=again.pk, version=1, values={"phone": "13800000001"}, at=AT)
    assert Likeness.objects.get().state == "apart"
    with pytest.raises(Conflict):
        merge_residents(actor=alice, likeness_id=likeness.pk, survivor_id=again.pk, at=AT)


def test_a_survivor_is_of_the_pair_and_a_stranger_sees_no_pair(alice, bob, carol, pair):
    known, _again, likeness = pair
    other = register(alice, 5)
    with pytest.raises(Invalid):
        merge_residents(actor=alice, likeness_id=likeness.pk, survivor_id=other.pk, at=AT)
    for actor in (bob, carol):
        assert open_pairs(actor=actor) == []
        with pytest.raises(NotFound):
            merge_residents(actor=actor, likeness_id=likeness.pk, survivor_id=known.pk, at=AT)
