"""Masks show what they should and never everything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.privacy import mask_address, mask_id, mask_landline, mask_name, mask_phone
from tests.governance.privacy.people import WIDE, id_numbers, mobiles

MASKS = [mask_address, mask_id, mask_landline, mask_name, mask_phone]


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("张三丰", "张**"),
        ("欧阳锋", "欧阳*"),
        ("欧阳娜娜", "欧阳**"),
        ("欧阳", "欧*"),
        ("张", "*"),
        ("", ""),
        ("买买提·艾山江", "买**"),
        ("𠮷野家", "𠮷**"),
    ],
)
def test_a_name_keeps_its_surname(name: str, masked: str) -> None:
    assert mask_name(name) == masked


def test_numbers_keep_their_ends() -> None:
    assert mask_phone("13800131234") == "138****1234"
    assert mask_phone("１３８-0013 1234") == "138****1234"
    assert mask_phone("+86 13800131234") == "138****1234"
    assert mask_id("440304199101010071") == "440***********0071"
    assert mask_id("440304910101007") == "440********1007"
    assert mask_id("E12345678") == "*******78"
    assert mask_landline("0755-84621234") == "0755-****1234"
    assert mask_landline("(010) 8462 1234") == "010-****1234"
    assert mask_landline("8462123") == "***2123"
    assert mask_phone("12345") == "*****"


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("坪山区龙田街道金牛东路12号金牛花园3栋2单元1201室", "坪山区龙田街道金牛东路12号金牛花园3栋***"),
        ("锦绣路8号楼501", "锦绣路8号楼***"),
        ("锦绣路８号院内平房", "锦绣路8号***"),
        ("金田花园A座1201", "金田花园A座***"),
        ("金田花园3栋", "金田花园3栋***"),
        ("竹坑村老围张三家", "***"),
        ("人民路12号房", "***"),
        ("", ""),
    ],
)
def test_an_address_ends_at_the_building(address: str, masked: str) -> None:
    assert mask_address(address) == masked


@pytest.mark.parametrize("mask", MASKS)
@given(value=st.one_of(st.text(max_size=30), id_numbers, mobiles, st.sampled_from(["张", "1", "3栋", "12号", "A"])))
def test_no_mask_gives_a_value_back(mask: object, value: str) -> None:
    assert callable(mask)
    shown = mask(value)
    assert value == "" or shown != value


@given(id_numbers)
def test_the_birth_date_is_never_shown(number: str) -> None:
    assert number[3:14] not in mask_id(number)
    assert set(mask_id(number.translate(WIDE))[3:14]) == {"*"}
