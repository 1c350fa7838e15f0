"""The catalogue's pages (事项清单维护) for the system administrator: categories, standards, responsibilities."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from governance.access.roles import Role
from governance.errors import Invalid, NotFound, Refused
from incidents.actions.catalogue.changing import add_responsibility, change_category, change_standard, end_responsibility
from incidents.models import Category
from incidents.queries import reference
from incidents.queries.catalogue import categories_like, responsibilities_of
from incidents.web.pages import StaffPage

SENTENCES = ("name", "name_en", "default_unit")
CONDITIONS = ("name", "limit", "filing_condition", "closing_condition")


class Catalogue(StaffPage):
    """All categories, found by name, pinyin or code."""

    roles = frozenset({Role.SYSTEM_ADMIN})

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list."""
        wanted = request.GET.get("q", "").strip()[:50]
        return render(request, "catalogue/list.html", {"categories": categories_like(wanted), "q": wanted})


class CategoryPage(StaffPage):
    """One category with its standards and who answers for it."""

    roles = frozenset({Role.SYSTEM_ADMIN})

    def get(self, request: HttpRequest, category_id: int) -> HttpResponse:
        """The forms."""
        return self.page(request, category_id)

    def post(self, request: HttpRequest, category_id: int) -> HttpResponse:
        """Do what the pressed button says; a refusal shows the page again with the reason, and what was typed."""
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise NotFound
        try:
            act(self, request.POST, category_id, timezone.now())
        except Refused as refused:
            return self.page(request, category_id, refused=refused, typed=request.POST)
        return redirect("catalogue_category", category_id)

    def page(self, request: HttpRequest, category_id: int, *, refused: Refused | None = None, typed: Any = None) -> HttpResponse:
        """The page, with 400 when something was refused."""
        category = Category.objects.filter(pk=category_id).first()
        if category is None:
            raise NotFound
        context = {
            "category": category,
            "standards": category.standards.order_by("-is_default", "pk"),
            "duties": responsibilities_of(category),
            "units": sorted(reference.units().values(), key=lambda unit: unit.name),
            "refused": refused,
            "typed": typed,
        }
        return render(request, "catalogue/category.html", context, status=refused.status if refused else 200)


def save_category(page: CategoryPage, sent: Any, category_id: int, at: datetime) -> None:
    """Names and whether it is in use."""
    changes = {name: sent.get(name, "").strip() for name in SENTENCES} | {"active": "active" in sent}
    change_category(actor=page.actor, category_id=category_id, changes=changes, at=at)


def save_standard(page: CategoryPage, sent: Any, _category_id: int, at: datetime) -> None:
    """A condition's words and limit; it can be made the default."""
    changes: dict[str, Any] = {name: sent.get(name, "").strip() for name in CONDITIONS}
    if "is_default" in sent:
        changes["is_default"] = True
    change_standard(actor=page.actor, standard_id=whole(sent, "standard"), changes=changes, at=at)


def add_duty(page: CategoryPage, sent: Any, category_id: int, at: datetime) -> None:
    """A unit for this category in an area."""
    add_responsibility(actor=page.actor, unit_id=whole(sent, "unit"), code=sent.get("code", "").strip(), category_id=category_id, at=at)


def end_duty(page: CategoryPage, sent: Any, _category_id: int, at: datetime) -> None:
    """Take a line off."""
    end_responsibility(actor=page.actor, responsibility_id=whole(sent, "duty"), at=at)


ACTS: dict[str, Callable[[CategoryPage, Any, int, datetime], None]] = {
    "category": save_category,
    "standard": save_standard,
    "add_duty": add_duty,
    "end_duty": end_duty,
}


def whole(sent: Any, name: str) -> int:
    """A row's number from a form; Invalid for anything else."""
    value = sent.get(name, "")
    if not (value.isascii() and value.isdigit()):
        raise Invalid(fields={name: ["?"]})
    return int(value)
