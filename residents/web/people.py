"""Pages of one person (人员详情、登记、变更)."""

from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from governance.access.second_factor.codes import NeedsSecondFactor
from governance.errors import Invalid, Refused
from governance.keeping.factor import factor_address
from residents.actions.registering import edit_resident, register_resident
from residents.disclosure import Card, Looking, disclose
from residents.queries.declaration import declaration
from residents.queries.people import resident_for, stays_of
from residents.rules import REGISTRARS
from residents.web.base import RegistryPage
from residents.web.forms import options_of


class Person(RegistryPage):
    """One person, masked; by POST some values whole, with reason and second factor."""

    def get(self, request: HttpRequest, resident_id: UUID) -> HttpResponse:
        """Everything of the purpose, masked."""
        return self.shown(request, resident_id, Looking(self.purpose(request.GET.get("purpose")), "detail"), [])

    def post(self, request: HttpRequest, resident_id: UUID) -> HttpResponse:
        """The chosen values whole."""
        purpose = self.purpose(request.POST.get("purpose"))
        whole = frozenset(request.POST.getlist("whole"))
        try:
            return self.shown(request, resident_id, Looking(purpose, "detail", None, whole, request.POST.get("reason", "")), [])
        except NeedsSecondFactor:
            return redirect(factor_address(request.path))
        except Invalid as invalid:
            wrong = [str(one) for reasons in invalid.fields.values() for one in reasons]
            return self.shown(request, resident_id, Looking(purpose, "detail"), wrong)

    def shown(self, request: HttpRequest, resident_id: UUID, looking: Looking, wrong: list[str]) -> HttpResponse:
        """The page."""
        resident = resident_for(actor=self.actor, resident_id=resident_id)
        [card] = disclose(actor=self.actor, ids=[resident_id], looking=looking, at=timezone.now())
        return render(request, "registry/person.html", {
            "card": card, "groups": grouped(card), "resident": resident, "stays": stays_of(resident=resident)[:20], "wrong": wrong,
            "here": "people", "purpose": looking.purpose, "challenged": declaration(code=resident.code).stored(),
            "purposes": self.purposes(), "may_edit": self.actor.holds(REGISTRARS, resident.code),
        })  # fmt: skip


class Edit(RegistryPage):
    """The form of a person, made from the declaration. Values that are kept are not shown: what is left blank stays as it is."""

    verb: ClassVar[str] = "registry.import"

    def get(self, request: HttpRequest, resident_id: UUID | None = None) -> HttpResponse:
        """The empty form."""
        return self.form(request, resident_id, {}, {})

    def post(self, request: HttpRequest, resident_id: UUID | None = None) -> HttpResponse:
        """Register or change; what is wrong is said beside its field."""
        given = {key: text.strip() for key, text in request.POST.items() if isinstance(text, str)}
        values = {key[2:]: text for key, text in given.items() if key.startswith("f_") and text}
        values |= dict.fromkeys((key[2:] for key in given if key.startswith("x_")), "")
        at = timezone.now()
        try:
            if resident_id is None:
                new = UUID(given.get("id", ""))
                code = given.get("code", "") or self.area()
                resident = register_resident(actor=self.actor, resident_id=new, code=code, values=values, at=at)
            else:
                version = int(given.get("version", "0") or 0)
                resident = edit_resident(actor=self.actor, resident_id=resident_id, version=version, values=values, at=at)
        except ValueError as error:
            raise Invalid from error
        except Refused as refused:
            return self.form(request, resident_id, values, {key: [str(one) for one in why] for key, why in refused.fields.items()}, refused)
        return redirect("registry_person", resident_id=resident.pk)

    def area(self) -> str:
        """The actor's own area."""
        return next(iter(self.actor.scopes(REGISTRARS)), "")

    def form(
        self,
        request: HttpRequest,
        resident_id: UUID | None,
        values: dict[str, str],
        wrong: dict[str, list[str]],
        refused: Refused | None = None,
    ) -> HttpResponse:
        """The form with what was typed and what is wrong."""
        resident = resident_for(actor=self.actor, resident_id=resident_id) if resident_id else None
        groups: dict[str, list[dict[str, Any]]] = {}
        for field in declaration(code=resident.code if resident else self.area()).stored():
            if resident and field.key == "person_status":
                continue
            kept = values.get(field.key, "")
            one = {"field": field, "value": kept, "wrong": wrong.get(field.key, []), "options": options_of(field, kept)}
            groups.setdefault(field.section, []).append(one)
        return render(request, "registry/edit.html", {
            "here": "people", "groups": groups, "resident": resident, "new_id": uuid4(), "refused": refused, "area": self.area(),
        }, status=refused.status if refused else 200)  # fmt: skip


def grouped(card: Card) -> list[tuple[str, list[Any]]]:
    """The values of a card by group, in the order of the declaration."""
    groups: dict[str, list[Any]] = {}
    for field in declaration(code=card.code).fields:
        if field.key in card.shown:
            groups.setdefault(field.section, []).append(card.shown[field.key])
    return list(groups.items())
