"""What the clocks of the demonstration go by (演示计时条件): hours of units, a better street, a summer; proposals, marked so."""

from datetime import datetime

from governance.access.actor import SYSTEM_ACTOR
from incidents.actions.catalogue import load_area_grades, load_seasons, load_standards, load_unit_hours
from incidents.actions.catalogue.shipped import DATA, NATIONAL


def load_demo_clocks(*, at: datetime) -> None:
    """Each from its table."""
    load_unit_hours(actor=SYSTEM_ACTOR, at=at, file=DATA / "demo_unit_hours.csv")
    load_area_grades(actor=SYSTEM_ACTOR, at=at, file=DATA / "demo_area_grades.csv")
    load_seasons(actor=SYSTEM_ACTOR, at=at, file=DATA / "demo_seasons.csv")
    load_standards(actor=SYSTEM_ACTOR, at=at, file=DATA / "demo_standards.csv", scheme=NATIONAL)
