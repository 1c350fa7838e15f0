"""The writers of visits (走访): kinds, plans, visits, errands."""

from residents.actions.visits.errands import finish_errand
from residents.actions.visits.kinds import load_visit_kinds
from residents.actions.visits.planning import end_plan, plan_visit
from residents.actions.visits.recording import Told, record_visit

__all__ = ["Told", "end_plan", "finish_errand", "load_visit_kinds", "plan_visit", "record_visit"]
