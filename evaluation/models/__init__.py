"""The tables of evaluation."""

from evaluation.models.catalogue import Choice, Grade, Indicator, Scale, Step, Weight
from evaluation.models.checks import SpotCheck
from evaluation.models.months import Closing, Frozen
from evaluation.models.passages import Cursor, DaySum, Passage
from evaluation.models.risks import Notice, RiskRule
from evaluation.models.screen import DayFigures, HotSpot, ScreenLink

__all__ = [
    "Choice", "Closing", "Cursor", "DayFigures", "DaySum", "Frozen", "Grade", "HotSpot", "Indicator", "Notice", "Passage", "RiskRule",
    "Scale", "ScreenLink", "SpotCheck", "Step", "Weight",
]  # fmt: skip
