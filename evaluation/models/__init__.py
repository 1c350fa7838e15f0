"""The tables of evaluation."""

from evaluation.models.catalogue import Choice, Grade, Indicator, Step, Weight
from evaluation.models.checks import SpotCheck
from evaluation.models.months import Closing, Frozen
from evaluation.models.passages import Cursor, DaySum, Passage
from evaluation.models.risks import Notice, RiskRule

__all__ = [
    "Choice", "Closing", "Cursor", "DaySum", "Frozen", "Grade", "Indicator", "Notice", "Passage", "RiskRule", "SpotCheck", "Step", "Weight",
]  # fmt: skip
