"""The page of a person's home and household (迁移、出生、死亡、立户): what changes, with its history."""

from datetime import date
from typing import ClassVar
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access import policy
from governance.errors import Invalid, Refused
from residents.actions.moving import add_second_home, form_household, join_household, leave, move_resident, register_birth
from residents.disclosure import Looking, disclose
from residents.queries.homes import home_at
from residents.queries.people import members_of, resident_for, stays_of
from residents.queries.search import household_of
from residents.web.base import RegistryPage


class Moves(RegistryPage):
    """Move, leave, die, be born, found a household, join one, become its head."""

    verb: ClassVar[str] = "registry.import"

    def get(self, request: HttpRequest, resident_id: UUID) -> HttpResponse:
        """The present home, the household, the history."""
        return self.page(request, resident_id, None)

    def post(self, request: HttpRequest, resident_id: UUID) -> HttpResponse:
        """Do one of them."""
        try:
            where = self.done(request, resident_id)
        except ValueError:
            return self.page(request, resident_id, Invalid(fields={"born": [_("日期有误。")]}))
        except Refused as refused:
            return self.page(request, resident_id, refused)
        return redirect("registry_moves", resident_id=where)

    def done(self, request: HttpRequest, resident_id: UUID) -> UUID:
        """Do what is asked; whose page comes next."""
        given, at, asked = request.POST, timezone.now(), request.POST.get("ask", "")
        if asked in {"move", "second"}:
            home = home_at(
                actor=self.actor, building=given.get("building", ""), room=given.get("room", ""), stairwell=given.get("stairwell", "")
            )
            code = home.building.grid_code
            if asked == "move":
                move_resident(actor=self.actor, resident_id=resident_id, code=code, dwelling_id=home.pk, at=at)
            else:
                add_second_home(actor=self.actor, resident_id=resident_id, code=code, dwelling_id=home.pk, at=at)
        elif asked in {"left", "died"}:
            if given.get("sure") != "yes":
                raise Invalid(fields={"sure": [_("请勾选确认。")]})
            leave(actor=self.actor, resident_id=resident_id, died=asked == "died", at=at)
        elif asked == "birth":
            born = date.fromisoformat(given.get("born", ""))
            values = {"name": given.get("name", "").strip(), "sex": given.get("sex", "")}
            child = uuid4()
            register_birth(actor=self.actor, resident_id=child, mother_id=resident_id, values=values, born=born, at=at)
            return child
        elif asked == "household":
            resident = resident_for(actor=self.actor, resident_id=resident_id)
            made = form_household(actor=self.actor, code=resident.code, dwelling_id=resident.dwelling_id, at=at)
            join_household(actor=self.actor, resident_id=resident_id, household=made, head=True, at=at)
        elif asked == "join":
            joined = household_of(actor=self.actor, number=given.get("number", ""))
            join_household(actor=self.actor, resident_id=resident_id, household=joined, at=at)
        elif asked == "head":
            resident = resident_for(actor=self.actor, resident_id=resident_id)
            if resident.household is None:
                raise Invalid
            join_household(actor=self.actor, resident_id=resident_id, household=resident.household, head=True, at=at)
        else:
            raise Invalid
        return resident_id

    def page(self, request: HttpRequest, resident_id: UUID, refused: Refused | None) -> HttpResponse:
        """The page, with what was refused."""
        resident = resident_for(actor=self.actor, resident_id=resident_id)
        policy.require(self.actor, "resident.move", resident)
        members = members_of(actor=self.actor, household=resident.household) if resident.household else []
        ids = list(dict.fromkeys([resident.pk, *(one.pk for one in members)]))
        looking = Looking("registry", "list", keys=("name", "sex", "birth_date", "relation_to_householder"))
        cards = disclose(actor=self.actor, ids=ids, looking=looking, at=timezone.now())
        return render(request, "registry/moves.html", {
            "here": "people", "resident": resident, "card": cards[0], "members": cards if resident.household else [],
            "stays": stays_of(resident=resident)[:50], "refused": refused, "head": resident.household and resident.household.head_id,
        }, status=refused.status if refused else 200)  # fmt: skip
