"""Pages of buildings and enterprises (楼栋图、企业)."""

from typing import ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from residents.queries.buildings import building_chart
from residents.queries.enterprises import enterprise_card, enterprise_for, enterprise_page
from residents.rules import PAGE
from residents.web.base import RegistryPage, page_number


class BuildingChart(RegistryPage):
    """The chart of a building: floors, doors, and for keepers of the register how many people live behind each; no person."""

    verb: ClassVar[str] = "occupancy.read"

    def get(self, request: HttpRequest, building_id: int) -> HttpResponse:
        """The chart."""
        return render(request, "registry/building.html", {"chart": building_chart(actor=self.actor, building_id=building_id)})


class Enterprises(RegistryPage):
    """The list of enterprises."""

    verb: ClassVar[str] = "enterprise.list"

    def get(self, request: HttpRequest) -> HttpResponse:
        """One page."""
        text, page = request.GET.get("q", "")[:60], page_number(request.GET.get("page"))
        rows, count = enterprise_page(actor=self.actor, text=text, page=page)
        more = page + 1 if page * PAGE < count else None
        return render(request, "registry/enterprises.html", {"rows": rows, "count": count, "q": text, "page": page, "more": more})


class EnterprisePage(RegistryPage):
    """One enterprise, each value with source and date."""

    verb: ClassVar[str] = "enterprise.list"

    def get(self, request: HttpRequest, enterprise_id: UUID) -> HttpResponse:
        """The page."""
        found = enterprise_for(actor=self.actor, enterprise_id=enterprise_id)
        return render(request, "registry/enterprise.html", {"one": enterprise_card(found)})
