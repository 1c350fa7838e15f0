"""Ground that areas take together (占地), with an index: what they leave of a shape, and which of them are near it. Pure."""

from collections.abc import Sequence

import numpy as np
from shapely import STRtree, difference, get_parts, union_all
from shapely.geometry.base import BaseGeometry

from grids.geo import square_metres


class Ground:
    """Named areas in degrees (SRID 4326), indexed once and asked often."""

    def __init__(self, areas: Sequence[tuple[str, BaseGeometry]]) -> None:
        self._names = [name for name, _shape in areas]
        self._shapes = np.array([shape for _name, shape in areas], dtype=object)
        self._tree = STRtree(self._shapes)

    def touching(self, shape: BaseGeometry) -> list[str]:
        """The names of the areas that share at least a point with the shape, in the order they were given."""
        return [self._names[index] for index in self._near(shape)]

    def left_of(self, shape: BaseGeometry) -> list[BaseGeometry]:
        """The pieces of the shape that no area takes; none of them empty."""
        near = self._near(shape)
        rest = difference(shape, union_all(self._shapes[near])) if near else shape
        return [piece for piece in get_parts(rest) if not piece.is_empty]

    def covers(self, shape: BaseGeometry, *, tolerance_m2: float) -> bool:
        """Whether the areas leave no more than that many square metres of the shape."""
        return bool(self._near(shape)) and sum(square_metres(piece) for piece in self.left_of(shape)) <= tolerance_m2

    def holder(self, shape: BaseGeometry, *, tolerance_m2: float) -> str | None:
        """The first area that alone leaves no more than that much of the shape; None when none does."""
        for index in self._near(shape):
            if square_metres(difference(shape, self._shapes[index])) <= tolerance_m2:
                return self._names[index]
        return None

    def _near(self, shape: BaseGeometry) -> list[int]:
        return sorted(self._tree.query(shape, predicate="intersects").tolist())
