"""Areas and buildings from an opened file (读取图形): each feature becomes a typed row or a refusal, none is lost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from shapely.geometry import MultiPolygon
from shapely.geometry.base import BaseGeometry

from grids.geo.codes import code_of, division_code_of, measure_of, text_of, whole_number_of
from grids.geo.columns import AREA_COLUMNS, BUILDING_COLUMNS, columns_found
from grids.geo.features import Feature
from grids.geo.placing import Placing
from grids.geo.polygons import normal_form, shape_fault, stored_fault
from grids.geo.refusals import Fault, Reason, RowRefused
from grids.geo.rows import AreaRow, BuildingRow, Reading, RefusedRow, Row
from grids.geo.source import Source
from grids.geo.uses import use_named

FLOORS = (1, 200)
HEIGHT = (1.0, 1000.0)  # metres

Properties = Mapping[str, object]
RowMaker = Callable[[Feature, Mapping[str, object], str, MultiPolygon], Row]


def read_areas(
    *,
    source: Source,
    within: BaseGeometry | None = None,
    columns: Mapping[str, str] | None = None,
    code_required: bool = True,
    swap_axes: bool = False,
) -> Reading[AreaRow]:
    """The areas of a file. Codes are cut to their level: 110102001000 is read as 110102001.

    `within` is the district's outline: what lies outside is refused, with the hint "swapped" where the axes explain it.
    `columns` maps code or name to a column of the file where the usual spellings do not fit. `swap_axes` reads y before
    x, for a person who has seen the hint. Refusals per row are in the result; FileRefused only for an unknown column.
    """
    found = columns_found(present=source.columns, spellings=AREA_COLUMNS, chosen=columns)
    reader = _Reader(source, Placing(source.crs.used, within=within, swap_axes=swap_axes), found, code_required)
    return reader.read(division_code_of, _area)


def read_buildings(
    *,
    source: Source,
    within: BaseGeometry | None = None,
    columns: Mapping[str, str] | None = None,
    code_required: bool = False,
    swap_axes: bool = False,
) -> Reading[BuildingRow]:
    """The buildings of a file, by the same rules as `read_areas`; codes are kept digit for digit.

    Floors must be 1-200 and height 1-1000 m where given; fields are code, name, address, use, floors, height.
    """
    found = columns_found(present=source.columns, spellings=BUILDING_COLUMNS, chosen=columns)
    reader = _Reader(source, Placing(source.crs.used, within=within, swap_axes=swap_axes), found, code_required)
    return reader.read(code_of, _building)


@dataclass(frozen=True, slots=True)
class _Reader:
    source: Source
    placing: Placing
    columns: Mapping[str, str]
    code_required: bool

    def read(self, coded: Callable[[object], str], made: RowMaker[Row]) -> Reading[Row]:
        rows: list[Row] = []
        refused: list[RefusedRow] = []
        seen: dict[str, int] = {}
        for feature in self.source.features:
            code = ""
            try:
                values = {field: feature.properties.get(column) for field, column in self.columns.items()}
                code = self._code(coded(values.get("code")), seen)
                rows.append(made(feature, values, code, self._geometry(feature)))
            except RowRefused as row:
                refused.append(RefusedRow(feature.number, code, row.fault))
            else:
                seen.setdefault(code, feature.number)
        return Reading(tuple(rows), tuple(refused), self.source.crs, self.columns, self.source.remarks)

    def _code(self, code: str, seen: Mapping[str, int]) -> str:
        if not code and self.code_required:
            raise RowRefused(Fault(Reason.CODE_MISSING, _("没有编码。")))
        if code and code in seen:
            text = _("编码 %(code)s 与第 %(number)d 行重复。") % {"code": code, "number": seen[code]}
            raise RowRefused(Fault(Reason.DUPLICATE_CODE, text))
        return code

    def _geometry(self, feature: Feature) -> MultiPolygon:
        fault = feature.fault or shape_fault(feature.geometry)
        if fault or feature.geometry is None:
            raise RowRefused(fault or Fault(Reason.EMPTY, _("没有图形。")))
        placed = self.placing.placed(feature.geometry)
        if fault := stored_fault(placed):
            raise RowRefused(fault)
        return normal_form(placed)


def _area(feature: Feature, values: Properties, code: str, geometry: MultiPolygon) -> AreaRow:
    return AreaRow(feature.number, code, text_of(values.get("name")), geometry, feature.properties)


def _building(feature: Feature, values: Properties, code: str, geometry: MultiPolygon) -> BuildingRow:
    return BuildingRow(
        number=feature.number,
        code=code,
        name=text_of(values.get("name")),
        address=text_of(values.get("address")),
        use=use_named(text_of(values.get("use"))),
        floors=whole_number_of(values.get("floors"), least=FLOORS[0], most=FLOORS[1]),
        height_m=measure_of(values.get("height"), least=HEIGHT[0], most=HEIGHT[1]),
        footprint=geometry,
        properties=feature.properties,
    )
