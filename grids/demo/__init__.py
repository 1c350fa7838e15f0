"""A made-up district for trying out and for tests (演示区): real approximate communities, invented grids and buildings.

Everything follows from the seed, so two machines show the same town. Names of estates, roads, schools and firms are
invented. Nothing is stored here; actions store the rows.
"""

from grids.demo.buildings import demo_buildings
from grids.demo.dwellings import DwellingRow, dwellings_of
from grids.demo.grids import GridRow, demo_grids

SEED = 440310

__all__ = ["SEED", "DwellingRow", "GridRow", "demo_buildings", "demo_grids", "dwellings_of"]
