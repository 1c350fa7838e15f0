"""Giving a layer a new edition (图层换版): what keeps of it in memory or in a browser is out of date from here."""

from datetime import datetime
from uuid import uuid4

from grids.models import Edition, Layer
from grids.queries.editions import look_again


def raise_edition(*layers: Layer, at: datetime) -> None:
    """A new stamp for each layer. The rows are locked until commit, so editions follow one another in commit order."""
    for layer in sorted(layers):
        Edition.objects.update_or_create(layer=layer, defaults={"stamp": uuid4(), "at": at})
    look_again()
