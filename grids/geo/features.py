"""Features as a file has them (要素), before any question about where they lie; and the caps on files."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from grids.geo.crs import Crs
from grids.geo.refusals import Fault, FileTooLarge, Reason


@dataclass(frozen=True, slots=True)
class Caps:
    """Limits on one file. `row_vertices` refuses that row; the others refuse the file (413)."""

    bytes: int = 64 * 1024 * 1024
    features: int = 200_000
    vertices: int = 2_000_000
    row_vertices: int = 200_000


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature in the numbers of its file; `fault` says why there is no usable geometry."""

    number: int
    properties: Mapping[str, object]
    geometry: BaseGeometry | None = None
    fault: Fault | None = None
    vertices: int = 0


@dataclass(frozen=True, slots=True)
class Contents:
    """What was read from one file: its features, the system it carries, and the one its format prescribes."""

    features: tuple[Feature, ...]
    in_file: Crs | None = None
    assumed: Crs | None = None
    remarks: tuple[str, ...] = field(default=())


def counted(features: Iterable[Feature], *, caps: Caps) -> Iterator[Feature]:
    """The features as they come; FileTooLarge as soon as a cap of the file is passed."""
    vertices = 0
    for feature in features:
        vertices += feature.vertices
        if feature.number > caps.features or vertices > caps.vertices:
            text = _("文件超过上限：%(features)d 个要素、%(vertices)d 个顶点。")
            raise FileTooLarge(text % {"features": caps.features, "vertices": caps.vertices})
        yield feature


def vertex_fault(count: int, *, caps: Caps) -> Fault | None:
    """The refusal of a feature with more vertices than one row may have."""
    if count <= caps.row_vertices:
        return None
    text = _("图形有 %(count)d 个顶点，超过上限 %(cap)d。") % {"count": count, "cap": caps.row_vertices}
    return Fault(Reason.TOO_MANY_VERTICES, text)


def unclosed_fault(first: tuple[float, ...], last: tuple[float, ...]) -> Fault:
    """The refusal of a ring that does not end where it starts; nobody is asked to guess the missing edge."""
    text = _("环未闭合：起点 [%(x)s %(y)s] 与终点 [%(u)s %(v)s] 不同。")
    return Fault(
        Reason.UNCLOSED,
        text % {"x": first[0], "y": first[1], "u": last[0], "v": last[1]},
        place=(float(last[0]), float(last[1])),
    )
