"""The writers of the catalogue (事项清单): loading its tables, and an administrator's changes."""

from incidents.actions.catalogue.calendar import load_calendar
from incidents.actions.catalogue.categories import load_categories
from incidents.actions.catalogue.changing import (
    add_responsibility,
    change_category,
    change_stage_limit,
    change_standard,
    end_responsibility,
)
from incidents.actions.catalogue.responsibilities import load_responsibilities
from incidents.actions.catalogue.rules import load_case_rules
from incidents.actions.catalogue.shipped import SHIPPED
from incidents.actions.catalogue.stages import load_stage_limits
from incidents.actions.catalogue.standards import load_standards
from incidents.actions.catalogue.summary import Loaded
from incidents.actions.catalogue.surroundings import load_area_grades, load_seasons, load_unit_hours

__all__ = [
    "SHIPPED",
    "Loaded",
    "add_responsibility",
    "change_category",
    "change_stage_limit",
    "change_standard",
    "end_responsibility",
    "load_area_grades",
    "load_calendar",
    "load_case_rules",
    "load_categories",
    "load_responsibilities",
    "load_seasons",
    "load_stage_limits",
    "load_standards",
    "load_unit_hours",
]
