"""People sealed in bulk open as people sealed one by one, under both kinds of key, and nothing random comes twice."""

from uuid import UUID

import pytest

from residents.declaration.field import CLASSES
from residents.vault.bulk import DRAWN, Bulk
from residents.vault.keyring import read
from residents.vault.records import number_of, opened, piece, start
from residents.vault.sealing import Broken

SECRET = "A" * 43


@pytest.mark.parametrize("algorithm", ["aes", "sm"])
def test_what_is_sealed_in_bulk_opens_by_the_common_way_and_for_its_own_row_only(algorithm):
    ring = read(f"3:{algorithm}:{SECRET}")
    bulk = Bulk(ring.current)
    made = [
        bulk.person([piece("2", "王小明") + piece("300", ""), b"", piece("5", "1")], start(("4", "x", None, "", ""))) for _n in range(3)
    ]
    for row, wrapped, sealed in made:
        person = opened(ring, UUID(bytes=row), wrapped)
        assert person.record("identity", sealed[0]).values == {"2": "王小明", "300": ""}
        assert sealed[1] is None
        assert person.record("sensitive", sealed[2]).origin("5")[1] == "x"
        with pytest.raises(Broken):
            person.record("general", sealed[0])
    with pytest.raises(Broken):
        opened(ring, UUID(bytes=made[1][0]), made[0][1])


def test_nothing_random_is_given_out_twice_and_ids_stand_in_order():
    bulk = Bulk(read(f"1:aes:{SECRET}").current)
    drawn = {bulk.drawn() for _n in range(2 * DRAWN + 5)}
    assert len(drawn) == 2 * DRAWN + 5
    ids = [UUID(bytes=bulk.new_id(bytes(range(n % 200, n % 200 + 8)))) for n in range(500)]
    assert len(set(ids)) == 500
    assert {(one.version, one.variant) for one in ids} == {(7, "specified in RFC 4122")}
    assert ids == sorted(ids)


def test_the_records_stand_in_the_order_of_their_classes():
    assert CLASSES == ("identity", "general", "sensitive")


@pytest.mark.parametrize("number", ["1", "95", "96", "2000", "60000"])
def test_the_number_of_a_field_is_read_from_its_piece(number):
    assert number_of(piece(number, "值") + piece("7", "x")) == number
