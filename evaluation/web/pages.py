"""Pages of figures (考核页面): tables by area, unit and post, one subject in whole, one's own, and the cases behind each number."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from evaluation.cards.cells import Sheet
from evaluation.cards.overview import Whole, area_sheet, inner_groups, post_sheet, unit_sheet, whole
from evaluation.indicators.measures import Group
from evaluation.models import Closing, Cursor
from evaluation.periods import SPANS, period_of
from evaluation.queries.catalogue import Catalogue, catalogue
from evaluation.queries.months import closing_of, frozen_values, may_be_closed
from evaluation.queries.people import SCOPES
from evaluation.web.asked import Asked, asked
from evaluation.web.places import crumbs
from governance.access.models import Unit
from governance.access.policy import allowed
from governance.access.roles import Role
from governance.errors import NotFound
from grids import queries as grids
from incidents.web.pages import StaffPage

LOOKS_AT_SETTINGS = frozenset({Role.EVALUATOR, Role.LEADER, Role.SYSTEM_ADMIN})
ROLES = frozenset(SCOPES) | {Role.LEADER, Role.EVALUATOR}


class FiguresPage(StaffPage):
    """A page about figures: whose they are and of when is in its address."""

    roles = ROLES

    def wish(self, request: HttpRequest, at: datetime) -> Asked:
        """What is asked for; those who oversee nothing ask for their own figures."""
        sent = request.GET.dict()
        if not allowed(self.actor, "figures.view", None):
            sent.setdefault("person", str(self.actor.user_id))
        return asked(actor=self.actor, sent=sent, at=at)

    def frame(self, wish: Asked, at: datetime) -> dict[str, Any]:
        """What every page shows: periods to choose, the way down to the area, how fresh the figures are."""
        period = wish.period
        spans = [(span, label, period_of(span, min(period.first, timezone.localdate(at))).key) for span, label in SPANS.items()]
        fresh = Cursor.objects.filter(purpose="figures").aggregate(at=Min("at"))["at"]
        closing = closed(wish)
        return {
            "wish": wish,
            "period": period,
            "spans": spans,
            "before": period.before().key,
            "after": period.after().key if period.end <= at else "",
            "running": period.start <= at < period.end,
            "crumbs": [] if wish.own else crumbs(self.actor, wish.code),
            "fresh": fresh,
            "closing": closing,
            "may_close": closing is None and may_be_closed(period, at) and allowed(self.actor, "month.close", wish.code or None),
            "may_spot": allowed(self.actor, "spot.note", None),
            "may_settings": self.actor.has_role(*LOOKS_AT_SETTINGS),
            "query": wish.query(),
            "lists": reverse("evaluation_cases"),
        }


class Figures(FiguresPage):
    """Evaluators and leaders see their area; whoever works cases sees the own figures."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The table, or one subject in whole."""
        at = timezone.now()
        wish = self.wish(request, at)
        known = catalogue(wish.scopes, month=wish.period.scored_in(at))
        context = self.frame(wish, at) | {"roles": [(role, Role(role).label) for role in SCOPES], "aside": known.aside}
        if wish.single:
            context |= {"title": name_of_subject(wish), "whole": whole_of(wish, known, context["closing"], at)}
            return render(request, "evaluation/subject.html", context)
        context["sheet"], context["whole"] = tables_of(wish, known, context["closing"], at)
        return render(request, "evaluation/overview.html", context | {"title": grids.full_name(wish.code)})


def tables_of(wish: Asked, known: Catalogue, closing: Closing | None, at: datetime) -> tuple[Sheet | None, Whole | None]:
    """The table of the wish and the whole beside it. An area and the areas inside it are counted once for both."""
    code, period = wish.code, wish.period
    if wish.by == "post":
        return post_sheet(known=known, code=code, period=period, at=at, role=wish.role), None
    if wish.by == "unit":
        return unit_sheet(known=known, code=code, period=period, at=at), None
    if wish.by == "process":
        return None, whole_of(wish, known, closing, at)
    found = inner_groups(code=code, period=period, at=at)
    passed = [one for groups in found.values() for one in groups] if found else None
    return area_sheet(known=known, code=code, found=found), whole_of(wish, known, closing, at, passed)


def closed(wish: Asked) -> Closing | None:
    """The closed month that the wish lies in. One's own figures are of all areas, and no month of those is closed."""
    return None if wish.own else closing_of(period=wish.period, code=wish.code)


def whole_of(wish: Asked, known: Catalogue, closing: Closing | None, at: datetime, passed: Sequence[Group] | None = None) -> Whole:
    """Everything about the subject of the wish."""
    kind, key = wish.kind_and_key
    own_area = closing is not None and (kind == "area" or closing.code == wish.code)
    frozen = frozen_values(closing=closing, kind=kind, key=key) if own_area else None
    return whole(known=known, subject=wish.subject, period=wish.period, at=at, frozen=frozen, passed=passed)


def name_of_subject(wish: Asked) -> str:
    """The name of a unit or of a person."""
    if wish.holder is not None or wish.unit_id is None:
        return wish.holder.name if wish.holder else ""
    name = Unit.objects.filter(pk=wish.unit_id).values_list("name", flat=True).first()
    if name is None:
        raise NotFound
    return name
