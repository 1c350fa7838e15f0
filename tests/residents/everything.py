"""One person with every declared field filled, each value as different from all others as its kind allows (fictitious)."""

from residents.declaration.field import Field
from residents.declaration.files import code_tables, shipped
from tests.residents.people import identity_number

OWN = {
    "id_type": "10", "id_number_enc": identity_number(77), "birth_date": "1991-01-01", "sex": "1", "legal_basis": "1", "person_status": "1",
    "retain_until": "2031-01-01", "employer_uscc": "91110000600037341L", "need_tags": "助餐甲;陪诊乙", "lon": "114.310077", "lat": "22.700078",
    "residence_address": "坪山区锦绣路77号金田花园7栋1701室", "hukou_address": "坪山区翠景路78号某某大厦8栋1802室", "floor_no": "17",
    "residence_permit": "01",
}  # fmt: skip
SHAPES = {"@area6": "440310", "@country": "CHN", "@two_digits": "01", "@occupation": "20100", "@digits": "44031000100100177"}
COMPUTED = {"grid_code", "residence_area", "building_code"}


def value(field: Field) -> str:
    """A valid value."""
    n = field.number
    if field.key in OWN:
        return OWN[field.key]
    by_kind = {
        "boolean": "1", "date": f"2001-{n % 12 + 1:02d}-{n % 28 + 1:02d}", "datetime": f"2002-03-{n % 28 + 1:02d}T04:05:06",
        "phone": f"139{n:08d}", "integer": str(n), "decimal": f"{n}.5", "uuid": f"00000000-0000-4000-8000-{n:012d}",
        "file": f"00000000-0000-4000-8000-{n:012d}", "array": f"标签{n}",
    }  # fmt: skip
    if field.kind in by_kind:
        return by_kind[field.kind]
    if field.codes in code_tables():
        return list(code_tables()[field.codes])[-1]
    if field.codes in SHAPES:
        return SHAPES[field.codes]
    return f"密语{n}之{field.label}"[: int(field.size or 20)]


def everything() -> dict[str, str]:
    """The values of all fields that are kept and can be written by hand."""
    return {field.key: value(field) for field in shipped().stored() if field.key not in COMPUTED}
