"""Pages of exports (导出): ask, agree, take the file once."""

from typing import ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from governance.access.second_factor.codes import NeedsSecondFactor
from governance.errors import Refused
from governance.keeping.factor import factor_address
from grids.queries import names
from residents.actions.exporting import ask_export, make_export, settle_export
from residents.queries.declaration import declaration
from residents.queries.people import exports_for
from residents.rules import REGISTRARS
from residents.web.base import RegistryPage


class Exports(RegistryPage):
    """The requests so far, and the form for another."""

    verb: ClassVar[str] = "registry.import"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        return self.page(request, None)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask."""
        try:
            ask_export(
                actor=self.actor, code=request.POST.get("code", ""), purpose=self.purpose(request.POST.get("purpose")),
                keys=request.POST.getlist("keys"), reason=request.POST.get("reason", ""), at=timezone.now(),
                whole=request.POST.get("whole") == "1",
            )  # fmt: skip
        except Refused as refused:
            return self.page(request, refused)
        return redirect("registry_exports")

    def page(self, request: HttpRequest, refused: Refused | None) -> HttpResponse:
        """The page."""
        area = next(iter(self.actor.scopes(REGISTRARS)), "")
        found = {
            "here": "exports", "exports": exports_for(actor=self.actor), "me": self.actor.user_id, "refused": refused,
            "purposes": self.purposes(),
            "areas": names(self.actor.scopes(REGISTRARS)).items(), "fields": declaration(code=area).stored(),
        }  # fmt: skip
        return render(request, "registry/exports.html", found, status=refused.status if refused else 200)


class ExportStep(RegistryPage):
    """Agree, refuse, or take the file; always by POST."""

    verb: ClassVar[str] = "registry.import"

    def post(self, request: HttpRequest, export_id: UUID) -> HttpResponse:
        """Do the step."""
        at, asked = timezone.now(), request.POST.get("ask", "")
        try:
            if asked == "make":
                response = HttpResponse(make_export(actor=self.actor, export_id=export_id, at=at), content_type="text/csv; charset=utf-8")
                response["Content-Disposition"] = f'attachment; filename="export-{export_id}.csv"'
                return response
            settle_export(actor=self.actor, export_id=export_id, agreed=asked == "agree", at=at)
        except NeedsSecondFactor:
            return redirect(factor_address(reverse("registry_exports")))
        return redirect("registry_exports")
