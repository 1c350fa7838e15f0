"""What was learned, for the administrator who decides by it (学习情况): figures of the model, precision and permission by category."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from incidents.models import AutoDispatch, Category, LearnedPrecision
from incidents.triage import learned, store
from incidents.triage.precision import Precision


@dataclass(frozen=True, slots=True)
class Practice:
    """A category: how sure and right the model was on cases held back, and the permission, if there is one."""

    category: Category
    measured: Precision | None
    allowed: AutoDispatch | None

    @property
    def works(self) -> bool:
        """Whether cases are dispatched now: a permission whose demand the measured precision meets."""
        return self.allowed is not None and self.measured is not None and self.measured.at_least >= self.allowed.min_precision


@dataclass(frozen=True, slots=True)
class Lesson:
    """The last time something was learned: from how many cases, and how often the unit was first or among three on those held back."""

    trained_at: datetime
    cases: int
    n: int | None
    top1: float | None
    top3: float | None


def last_lesson() -> Lesson | None:
    """The model of units in use, as it describes itself."""
    saved = store.load(learned.KIND)
    if saved is None:
        return None
    said: dict[str, Any] = saved.meta
    return Lesson(datetime.fromisoformat(said["trained_at"]), said["cases"], said.get("n"), said.get("top1"), said.get("top3"))


def practice() -> list[Practice]:
    """Categories with a measure or a permission, those with most sure cases first."""
    measured = {one.category_id: Precision(one.asked, one.sure, one.right) for one in LearnedPrecision.objects.all()}
    allowed = {one.category_id: one for one in AutoDispatch.objects.select_related("allowed_by")}
    found = [
        Practice(one, measured.get(one.pk), allowed.get(one.pk)) for one in Category.objects.filter(pk__in=measured.keys() | allowed.keys())
    ]
    return sorted(found, key=lambda row: (row.allowed is None, -(row.measured.sure if row.measured else 0), row.category.code))
