"""The tables of what happens."""

from incidents.models.case import Incident, Nature, Placing, Source
from incidents.models.catalogue import Category, CategoryKind, Day, Responsibility, StageLimit, Standard
from incidents.models.learning import AutoDispatch, LearnedPrecision
from incidents.models.photo import Photo, Stage
from incidents.models.tally import Tally

__all__ = [
    "AutoDispatch",
    "Category",
    "CategoryKind",
    "Day",
    "Incident",
    "LearnedPrecision",
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
