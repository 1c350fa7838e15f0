"""Which limit a case has (处置时限): its standard's, in the variant for the grade of the area and the season, if there is one."""

from datetime import date, datetime

from incidents.clock import SHANGHAI, Limit
from incidents.models import Incident, Standard
from incidents.queries import reference

WITHOUT_STANDARD = Limit.parse("5 urgent_day")
"""For categories that have no limit yet: five days, nights and weekends counted. A proposal, not a rule of any city."""


def handling_limit(case: Incident, at: datetime) -> tuple[Limit, str]:
    """The limit of handling that starts at that moment, and the rule that it comes from, as kept with the case."""
    standard = standard_now(case, at)
    if standard is None:
        return WITHOUT_STANDARD, "none"
    return Limit.parse(standard.limit), f"standard {standard.pk} {standard.area_grade}/{standard.season}"


def standard_now(case: Incident, at: datetime) -> Standard | None:
    """The chosen standard, or its variant that fits the place and the day best: a grade counts more than a season."""
    chosen = _chosen(case)
    if chosen is None:
        return None
    grade, season = grade_of(case.code), season_of(at)
    fitting = [
        one
        for one in reference.standards().get(case.category_id, [])
        if one.condition == chosen.condition and one.area_grade in {"", grade} and one.season in {"", season}
    ]
    return max(fitting, key=lambda one: (bool(one.area_grade), bool(one.season)), default=chosen)


def grade_of(code: str) -> str:
    """The grade of the narrowest area around this code that has one."""
    grades = reference.area_grades()
    return next((grades[code[:length]] for length in range(len(code), 3, -1) if code[:length] in grades), "")


def season_of(at: datetime) -> str:
    """The season of that day; a season may go over the end of the year."""
    today = at.astimezone(SHANGHAI).date()
    return next((name for name, first, last in reference.seasons() if _in(today, first, last)), "")


def _in(today: date, first: str, last: str) -> bool:
    day = today.strftime("%m-%d")
    return first <= day <= last if first <= last else day >= first or day <= last


def _chosen(case: Incident) -> Standard | None:
    for standard in reference.standards().get(case.category_id, []):
        if standard.pk == case.standard_id:
            return standard
    return reference.default_standard(case.category_id)
