"""What the clocks go by beside the limits (计时条件): hours of units, grades of areas, seasons; set by the system administrator."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from governance.access.roles import Role
from governance.errors import NotFound, Refused
from grids import queries as grids
from incidents.actions.catalogue.setting import end_setting, set_area_grade, set_season, set_unit_hours
from incidents.clock import DEFAULT_SLOTS
from incidents.models import Season, UnitHours
from incidents.queries import reference
from incidents.queries.catalogue import area_grades, special_standards
from incidents.web.catalogue import whole
from incidents.web.pages import StaffPage


class Conditions(StaffPage):
    """Three lists with their forms, and the limits that follow from them."""

    roles = frozenset({Role.SYSTEM_ADMIN})

    def get(self, request: HttpRequest) -> HttpResponse:
        """The lists."""
        return self.page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do what the pressed button says; a refusal shows the page again with the reason, and what was typed."""
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise NotFound
        try:
            act(self, request.POST, timezone.now())
        except Refused as refused:
            return self.page(request, refused)
        return redirect("clock_conditions")

    def page(self, request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
        """The page, with the refusal's status when there is one."""
        units = reference.units()
        context = {
            "hours": UnitHours.objects.select_related("unit").order_by("unit__name"),
            "grades": [(one, grids.full_name(one.code)) for one in area_grades()],
            "seasons": Season.objects.order_by("first"),
            "standards": special_standards(),
            "units": sorted(units.values(), key=lambda unit: unit.name),
            "usual": str(DEFAULT_SLOTS),
            "refused": refused,
            "typed": request.POST,
        }
        return render(request, "catalogue/conditions.html", context, status=refused.status if refused else 200)


def save_hours(page: Conditions, sent: Any, at: datetime) -> None:
    """The hours of a unit."""
    set_unit_hours(actor=page.actor, unit_id=whole(sent, "unit"), slots=sent.get("slots", "")[:64], at=at)


def save_grade(page: Conditions, sent: Any, at: datetime) -> None:
    """The grade of an area."""
    set_area_grade(actor=page.actor, code=sent.get("code", "").strip()[:15], grade=sent.get("grade", ""), at=at)


def save_season(page: Conditions, sent: Any, at: datetime) -> None:
    """A season."""
    set_season(actor=page.actor, name=sent.get("name", ""), first=sent.get("first", ""), last=sent.get("last", ""), at=at)


def end(page: Conditions, sent: Any, at: datetime) -> None:
    """Take one away."""
    end_setting(actor=page.actor, kind=sent.get("kind", ""), key=sent.get("key", "")[:16], at=at)


ACTS: dict[str, Callable[[Conditions, Any, datetime], None]] = {"hours": save_hours, "grade": save_grade, "season": save_season, "end": end}
