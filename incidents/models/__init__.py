"""The tables of what happens."""

from incidents.models.case import Incident, Nature, Placing, Source
from incidents.models.catalogue import Category, CategoryKind, Day, Responsibility, StageLimit, Standard
from incidents.models.photo import Photo, Stage
from incidents.models.tally import Tally

__all__ = [
    "Category",
    "CategoryKind",
    "Day",
    "Incident",
    "Nature",
    "Photo",
    "Placing",
    "Responsibility",
    "Source",
    "Stage",
    "StageLimit",
    "Standard",
    "Tally",
]
