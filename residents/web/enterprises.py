"""Pages of enterprises and organisations (企业与组织): the list, one with everything known, the form."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access.second_factor.codes import NeedsSecondFactor
from governance.errors import Invalid, Refused
from governance.keeping.factor import factor_address
from residents.actions.enterprises.charge import note_in_charge
from residents.actions.enterprises.editing import KEYS, edit_enterprise, register_enterprise
from residents.actions.enterprises.inspecting import inspect_enterprise, note_licence
from residents.disclosure.charge import ROLES, people_in_charge
from residents.queries.enterprises import KINDS, enterprise_card, enterprise_for, enterprise_page
from residents.rules import PAGE, VIEWERS
from residents.web.base import RegistryPage, page_number
from residents.web.forms import enterprise_fields


class Enterprises(RegistryPage):
    """The list of enterprises and organisations."""

    verb: ClassVar[str] = "enterprise.list"

    def get(self, request: HttpRequest) -> HttpResponse:
        """One page."""
        text, kind, page = request.GET.get("q", "")[:60], request.GET.get("kind", ""), page_number(request.GET.get("page"))
        rows, count = enterprise_page(actor=self.actor, text=text, kind=kind, page=page)
        more = page + 1 if page * PAGE < count else None
        found = {"here": "enterprises", "rows": rows, "count": count, "q": text, "kind": kind, "kinds": KINDS, "more": more}
        return render(request, "registry/enterprises.html", found | {"may_add": self.actor.has_role(*VIEWERS), "registrar": self.registrar})


class EnterprisePage(RegistryPage):
    """One enterprise, each value with source and date; checks, licences and people in charge are added here."""

    verb: ClassVar[str] = "enterprise.list"

    def get(self, request: HttpRequest, enterprise_id: UUID) -> HttpResponse:
        """The page."""
        return self.page(request, enterprise_id, None)

    def post(self, request: HttpRequest, enterprise_id: UUID) -> HttpResponse:
        """Add a check, a licence or somebody in charge; or see those in charge whole."""
        asked = request.POST.get("ask", "")
        try:
            if asked == "whole":
                return self.page(request, enterprise_id, None, whole=True)
            self.done(request.POST, enterprise_id, asked, timezone.now())
        except NeedsSecondFactor:
            return redirect(factor_address(request.path))
        except ValueError:
            return self.page(request, enterprise_id, Invalid(fields={"valid_until": [_("日期有误。")]}))
        except Refused as refused:
            return self.page(request, enterprise_id, refused)
        return redirect("registry_enterprise", enterprise_id=enterprise_id)

    def done(self, given: Mapping[str, Any], enterprise_id: UUID, asked: str, at: datetime) -> None:
        """Do what is asked."""
        if asked == "inspect":
            inspect_enterprise(
                actor=self.actor, enterprise_id=enterprise_id, kind=given.get("kind", ""), passed=given.get("passed") == "1",
                note=given.get("note", ""), at=at,
            )  # fmt: skip
        elif asked == "licence":
            until = date.fromisoformat(given["valid_until"]) if given.get("valid_until") else None
            note_licence(
                actor=self.actor, enterprise_id=enterprise_id, kind=given.get("kind", "").strip()[:64],
                number=given.get("number", "").strip()[:64], source=self.actor.name, valid_until=until, at=at,
            )  # fmt: skip
        elif asked == "charge":
            note_in_charge(
                actor=self.actor, enterprise_id=enterprise_id, role=given.get("role", ""), name=given.get("name", ""),
                phone=given.get("phone", ""), source=self.actor.name, at=at,
            )  # fmt: skip
        else:
            raise Invalid

    def page(self, request: HttpRequest, enterprise_id: UUID, refused: Refused | None, *, whole: bool = False) -> HttpResponse:
        """The page, with what was refused."""
        found, at = enterprise_for(actor=self.actor, enterprise_id=enterprise_id), timezone.now()
        people = people_in_charge(actor=self.actor, enterprise=found, at=at, whole=whole, reason=request.POST.get("reason", ""))
        return render(request, "registry/enterprise.html", {
            "here": "enterprises", "one": enterprise_card(found), "people": people, "roles": ROLES.items(), "refused": refused,
            "today": timezone.localdate(), "may_edit": self.actor.holds(VIEWERS, found.code), **self.beside(enterprise_id, at),
        }, status=refused.status if refused else 200)  # fmt: skip

    def beside(self, _enterprise_id: UUID, _at: datetime) -> dict[str, Any]:
        """What other floors know of it; nothing here."""
        return {}


class EnterpriseForm(RegistryPage):
    """The form of an enterprise: a new one, or what is known with its changes."""

    verb: ClassVar[str] = "enterprise.list"

    def get(self, request: HttpRequest, enterprise_id: UUID | None = None) -> HttpResponse:
        """The form."""
        return self.page(request, enterprise_id, None)

    def post(self, request: HttpRequest, enterprise_id: UUID | None = None) -> HttpResponse:
        """Register or change; what is wrong is said beside its field."""
        given, at = {key: text for key, text in request.POST.items() if isinstance(text, str)}, timezone.now()
        values = {key: given[key] for key in (*KEYS, "building") if key in given}
        try:
            if enterprise_id is None:
                code = given.get("code", "").strip() or next(iter(self.actor.scopes(VIEWERS)), "")
                made = register_enterprise(
                    actor=self.actor, enterprise_id=UUID(given.get("id", "")), code=code, values=values, source=self.actor.name, at=at
                )
            else:
                version = int(given.get("version", "0") or 0)
                made = edit_enterprise(
                    actor=self.actor, enterprise_id=enterprise_id, version=version, values=values, source=self.actor.name, at=at
                )
        except ValueError as error:
            raise Invalid from error
        except Refused as refused:
            return self.page(request, enterprise_id, refused)
        return redirect("registry_enterprise", enterprise_id=made.pk)

    def page(self, request: HttpRequest, enterprise_id: UUID | None, refused: Refused | None) -> HttpResponse:
        """The form with what is known or was typed, and what is wrong."""
        one = enterprise_for(actor=self.actor, enterprise_id=enterprise_id) if enterprise_id else None
        wrong = {key: [str(why) for why in reasons] for key, reasons in refused.fields.items()} if refused else {}
        typed = request.POST.dict() if refused else None
        rows = [row | {"wrong": wrong.get(row["key"], [])} for row in enterprise_fields(one, typed)]
        return render(request, "registry/enterprise_form.html", {
            "here": "enterprises", "one": one, "rows": rows, "new_id": (typed and typed.get("id")) or uuid4(), "refused": refused,
            "area": next(iter(self.actor.scopes(VIEWERS)), ""),
        }, status=refused.status if refused else 200)  # fmt: skip
