"""The list of people (人员检索): search, filters by field, saved views. What is searched for goes by POST: no name stands in an address."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.errors import Invalid, Refused
from grids.queries import names
from residents.actions.views import drop_view, save_view
from residents.declaration.files import code_words
from residents.disclosure import Looking, disclose
from residents.disclosure.cards import worded
from residents.disclosure.filtering import MOST_CONDITIONS, OPERATORS, Condition, filterable, narrowed
from residents.queries.buildings import building_named
from residents.queries.declaration import declaration
from residents.queries.people import capped
from residents.queries.search import Found, find
from residents.queries.views import views_of
from residents.web.base import RegistryPage

LONGEST_ID = 9
LISTED = ("name", "sex", "birth_date", "phone", "residence_address")


@dataclass(slots=True)
class Asked:
    """What a search asks."""

    text: str = ""
    code: str = ""
    after: str = ""
    purpose: str = ""
    conditions: list[Condition] = field(default_factory=list)
    building: int | None = None

    def filters(self) -> dict[str, Any]:
        """What a saved view keeps: no text, no place in the list."""
        return {"code": self.code, "purpose": self.purpose, "conditions": [[one.key, one.operator, one.value] for one in self.conditions]}


class People(RegistryPage):
    """The list and the search."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The first people of the actor's area, of one area, or of a saved view."""
        asked = Asked(code=request.GET.get("code", "")[:15], purpose=self.purpose(None), building=digits(request.GET.get("building")))
        if (number := request.GET.get("view", "")).isdigit():
            chosen: dict[str, Any] = next((one.filters for one in views_of(actor=self.actor) if one.pk == int(number)), {})
            asked.code, asked.purpose = chosen.get("code", ""), self.purpose(chosen.get("purpose"))
            asked.conditions = [Condition(*one) for one in chosen.get("conditions", [])]
        return self.listed(request, asked)

    def post(self, request: HttpRequest) -> HttpResponse:
        """The people that fit, the next page of them; or keep or drop a view."""
        given = request.POST
        if given.get("drop", "").isdigit():
            drop_view(actor=self.actor, view_id=int(given["drop"]), at=timezone.now())
            return redirect("registry")
        asked = Asked(
            given.get("q", "").strip(), given.get("code", "").strip(), given.get("after", ""), self.purpose(given.get("purpose")),
            conditions_of(given, code=given.get("code", "").strip()), digits(given.get("building")),
        )  # fmt: skip
        if given.get("ask") == "save":
            try:
                save_view(actor=self.actor, name=given.get("view", ""), filters=asked.filters(), at=timezone.now())
            except Refused as refused:
                return self.listed(request, asked, refused)
        return self.listed(request, asked)

    def found(self, asked: Asked) -> Found:
        """The people that fit everything that is asked."""
        only = None
        if asked.conditions:
            only = narrowed(actor=self.actor, code=asked.code, conditions=asked.conditions, purpose=asked.purpose, at=timezone.now())
        return find(actor=self.actor, text=asked.text, code=asked.code, building=asked.building, after=asked.after, only=only)

    def listed(self, request: HttpRequest, asked: Asked, refused: Refused | None = None) -> HttpResponse:
        """One page; a text that is too short says so and shows nobody."""
        found = Found([], 0, "")
        try:
            found = self.found(asked)
        except Refused as error:
            refused = error
        wrong = [str(one) for reasons in refused.fields.values() for one in reasons] or [str(refused.message)] if refused else []
        cards = disclose(actor=self.actor, ids=found.ids, looking=Looking(asked.purpose, "list", keys=LISTED), at=timezone.now())
        places = names(card.code for card in cards)
        return render(request, "registry/people.html", {
            "here": "people", "building": building_named(actor=self.actor, building_id=asked.building),
            "rows": [{"card": card, "cells": [card.text(key) for key in LISTED], "area": places[card.code]} for card in cards],
            "count": capped(found.count), "after": found.after, "asked": asked, "wrong": wrong, "purposes": self.purposes(),
            "registrar": self.registrar, "labels": [_("姓名"), _("性别"), _("出生日期"), _("电话"), _("现住址")],
            "fields": filterable(declaration(code=asked.code).for_purpose(asked.purpose)), "operators": list(OPERATORS.items()),
            "lines": [*lines_of(asked), *[None] * (MOST_CONDITIONS - len(asked.conditions))], "views": views_of(actor=self.actor),
        })  # fmt: skip


def digits(given: str | None) -> int | None:
    """A building's id, or nothing."""
    return int(given) if given and given.isascii() and given.isdigit() and len(given) <= LONGEST_ID else None


def lines_of(asked: Asked) -> list[Condition]:
    """The conditions as they are shown again: a code by its label, a flag as yes or no."""
    fields = declaration(code=asked.code).by_key
    return [replace(one, value=worded(fields[one.key], one.value)) if one.key in fields else one for one in asked.conditions]


def conditions_of(given: Mapping[str, Any], *, code: str) -> list[Condition]:
    """The conditions that were filled in, each value as it would be kept: a label becomes its code."""
    declared, found = declaration(code=code), []
    for n in range(MOST_CONDITIONS):
        key, operator, value = (str(given.get(f"{name}{n}", "")).strip() for name in ("field", "op", "value"))
        if not key:
            continue
        one = declared.by_key.get(key)
        if one is None:
            raise Invalid(fields={"field": [_("没有这个数据项，或它不能直接填写。")]})
        table = {label: code for code, label in code_words(one.codes).items()}
        words = {_("是"): "1", _("否"): "0"} if one.kind == "boolean" else {}
        found.append(Condition(key, operator or "is", table.get(value) or words.get(value) or value))
    return found
