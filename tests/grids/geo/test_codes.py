"""Codes digit for digit, numbers in range, columns by their common spellings, uses by their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grids.geo import FileRefused
from grids.geo.codes import code_of, division_code_of, measure_of, text_of, whole_number_of
from grids.geo.columns import AREA_COLUMNS, BUILDING_COLUMNS, columns_found
from grids.geo.refusals import Reason, RowRefused
from grids.geo.uses import use_named


@pytest.mark.parametrize(
    "value", [110102001000, 110102001000.0, "110102001000", " 110102001000 ", "110102001000.0", "１１０１０２００１０００"]
)
def test_a_code_is_the_same_whatever_type_the_file_has(value):
    assert code_of(value) == "110102001000"
    assert division_code_of(value) == "110102001"


@given(number=st.integers(10**14, 10**15 - 1))
def test_no_digit_of_a_fifteen_digit_code_is_lost_in_a_float(number):
    assert code_of(float(number)) == code_of(number) == str(number)


@pytest.mark.parametrize("value", ["1.10102E+11", "1.1e11", 4.403100010010010012e18, 1.5, float("nan"), float("inf")])
def test_a_code_that_has_lost_digits_is_refused(value):
    with pytest.raises(RowRefused) as refused:
        code_of(value)
    assert refused.value.fault.reason is Reason.CODE_UNREADABLE


@pytest.mark.parametrize(
    ("code", "cut"),
    [
        ("110102000000", "110102"),
        ("440310001001", "440310001001"),
        ("440310001", "440310001"),
        ("440300", "4403"),
        ("440310001001007", "440310001001007"),
        ("47", "47"),
        ("NC-47", "NC-47"),
        (None, ""),
    ],
)
def test_a_division_code_is_cut_to_its_level(code, cut):
    assert division_code_of(code) == cut


@pytest.mark.parametrize(("value", "number"), [(6, 6), (6.0, 6), ("6", 6), ("6层", 6), ("６", 6), ("", None), (None, None)])
def test_floors_are_read_from_many_forms(value, number):
    assert whole_number_of(value, least=1, most=200) == number


@pytest.mark.parametrize("value", [0, -3, 201, 6.5, "about 6", "nan", float("nan"), float("inf"), True, "1e2"])
def test_floors_that_cannot_be_are_refused(value):
    with pytest.raises(RowRefused) as refused:
        whole_number_of(value, least=1, most=200)
    assert refused.value.fault.reason is Reason.BAD_NUMBER


def test_a_height_may_have_its_unit():
    assert measure_of("18.5 m", least=1, most=1000) == 18.5
    assert measure_of("18米", least=1, most=1000) == 18


def test_texts_are_trimmed_and_half_width():
    assert text_of("　Ａ座 ") == "A座"
    assert text_of(None) == ""


@pytest.mark.parametrize("column", ["code", "CODE", "Code", "编码", "行政区划代码", "grid_code", "GridCode", "网格编码", "BGCODE"])
def test_the_code_column_is_found_by_common_spellings(column):
    assert columns_found(present=["id", column, "x"], spellings=AREA_COLUMNS) == {"code": column}


@pytest.mark.parametrize("column", ["name", "Name", "NAME", "名称", "网格名称", "社区名称", "mc"])
def test_the_name_column_is_found_by_common_spellings(column):
    assert columns_found(present=["id", column], spellings=AREA_COLUMNS) == {"name": column}


def test_the_best_spelling_wins_and_other_codes_are_not_taken_for_it():
    assert columns_found(present=["街道代码", "parentCode", "code"], spellings=AREA_COLUMNS) == {"code": "code"}
    assert columns_found(present=["parentCode", "street_code"], spellings=AREA_COLUMNS) == {}


def test_building_columns_are_found():
    found = columns_found(present=["Id", "Floor", "height", "地址", "房屋用途", "楼栋名称"], spellings=BUILDING_COLUMNS)
    assert found == {"floors": "Floor", "height": "height", "address": "地址", "use": "房屋用途", "name": "楼栋名称"}


def test_a_chosen_column_goes_before_what_is_found():
    assert columns_found(present=["code", "nc_id"], spellings=AREA_COLUMNS, chosen={"code": "nc_id"}) == {"code": "nc_id"}


def test_a_chosen_column_must_be_there():
    with pytest.raises(FileRefused) as refused:
        columns_found(present=["code"], spellings=AREA_COLUMNS, chosen={"code": "nc_id"})
    assert refused.value.code == "unknown_column"


@pytest.mark.parametrize(
    ("word", "use"),
    [
        ("住宅", "residential"),
        ("residential", "residential"),
        ("商务办公", "office"),
        ("临街商铺", "shop"),
        ("厂房", "factory"),
        ("坪山中学", "school"),
        ("社区卫生服务中心", "hospital"),
        ("Warehouse", "factory"),
        ("庙", "other"),
        ("", ""),
    ],
)
def test_a_use_is_known_by_its_words(word, use):
    assert use_named(word) == use
