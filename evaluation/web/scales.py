"""How figures are counted and scored (考核设置): weights, steps and grades from a month on; whether suspended cases count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluation.actions.indicators import set_choice
from evaluation.actions.scales import MOST_STEPS, Wanted, set_scale
from evaluation.models import Scale, Weight
from evaluation.periods import Period, Span, period_of, today
from evaluation.queries.catalogue import ASIDE, suspended_aside
from evaluation.queries.scales import InForce, scale_in
from evaluation.queries.words import name_of
from evaluation.web.asked import choice
from evaluation.web.pages import LOOKS_AT_SETTINGS
from governance.access.policy import allowed
from governance.errors import Invalid, Refused
from incidents.web.pages import StaffPage

AHEAD = 3
"""Months to choose from: this one and the next two."""

EMPTY_STEPS = 2


@dataclass(frozen=True, slots=True)
class Field:
    """A part of a score as a field of the form."""

    name: str
    label: str
    use: str
    value: str


class Settings(StaffPage):
    """Everybody whom figures concern may look; evaluators of a district set the scale, the system administrator everything."""

    roles = LOOKS_AT_SETTINGS

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        return self.page(request, timezone.now())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Set it; a refusal shows what was written, with the reason."""
        at = timezone.now()
        try:
            if ASIDE in request.POST:
                set_choice(actor=self.actor, name=ASIDE, value=request.POST[ASIDE] == "1", at=at)
            else:
                set_scale(actor=self.actor, since=request.POST.get("since", ""), wanted=wanted(request.POST), at=at)
        except Refused as refused:
            return self.page(request, at, refused)
        return redirect("evaluation_settings")

    def page(self, request: HttpRequest, at: datetime, refused: Refused | None = None) -> HttpResponse:
        """The page, with the refusal's status when there is one."""
        months = coming(at)
        month = months[0].key if refused else choice(request.GET.dict(), "month", tuple(one.key for one in months), months[0].key)
        scale = scale_in(month)
        context = {
            "aside": suspended_aside(),
            "months": months,
            "month": month,
            "scale": scale,
            "scores": fields(scale, request.POST if refused else None),
            "steps": steps(scale, request.POST if refused else None),
            "grades": [(letter, sent(request, f"grade-{letter}", f"{least:g}", refused)) for letter, least in scale.grades],
            "past": Scale.objects.select_related("by").order_by("-since"),
            "may_choose": allowed(self.actor, "indicators.set", None),
            "may_set": allowed(self.actor, "scale.set", None),
            "refused": refused,
            "reasons": [why for reasons in getattr(refused, "fields", {}).values() for why in reasons],
        }
        return render(request, "evaluation/settings.html", context, status=refused.status if refused else 200)


def coming(at: datetime) -> list[Period]:
    """The months to choose from."""
    months = [period_of(Span.MONTH, today(at))]
    while len(months) < AHEAD:
        months.append(months[-1].after())
    return months


def sent(request: HttpRequest, name: str, otherwise: str, refused: Refused | None) -> str:
    """What was written in a field that is shown once more, else what holds."""
    return request.POST.get(name, otherwise) if refused else otherwise


def fields(scale: InForce, typed: QueryDict | None) -> list[tuple[str, list[Field]]]:
    """The scores with a field for each part; scores of one part have nothing to weigh."""
    kept = {(score, part.indicator): part.weight for score, parts in scale.parts.items() for part in parts}
    found: dict[str, list[Field]] = {}
    names: dict[str, str] = {}
    for one in Weight.objects.select_related("score", "indicator").order_by("score__rank", "pk"):
        name = f"w-{one.score_id}-{one.indicator_id}"
        value = str(kept.get((one.score_id, one.indicator_id), 0))
        names[one.score_id] = name_of(one.score)
        own = Field(name, name_of(one.indicator), one.get_use_display(), typed.get(name, value) if typed else value)
        found.setdefault(one.score_id, []).append(own)
    return [(names[score], parts) for score, parts in found.items() if len(parts) > 1]


def steps(scale: InForce, typed: QueryDict | None) -> list[tuple[str, str]]:
    """The steps, with a few empty lines to add some."""
    if typed:
        return list(zip_longest(typed.getlist("least"), typed.getlist("points"), fillvalue=""))[:MOST_STEPS]
    known = [(str(least), str(points)) for least, points in scale.steps]
    return [*known, *[("", "")] * EMPTY_STEPS][:MOST_STEPS]


def wanted(form: QueryDict) -> Wanted:
    """The form as a scale; Invalid names the field that is no number."""
    weights: dict[str, dict[str, int]] = {}
    parts = list(Weight.objects.values_list("score_id", "indicator_id"))
    alone = {score for score, _part in parts if sum(one == score for one, _part in parts) == 1}
    for score, indicator in parts:
        weights.setdefault(score, {})[indicator] = 100 if score in alone else int(number(form, f"w-{score}-{indicator}", whole=True))
    rows = [row for row in zip(form.getlist("least"), form.getlist("points"), strict=False) if any(row)]
    return Wanted(
        weights=weights,
        steps=[(int(read("steps", least, whole=True)), int(read("steps", points, whole=True))) for least, points in rows],
        grades=[(letter, number(form, f"grade-{letter}")) for letter in "ABCDE"],
    )


def number(form: QueryDict, name: str, *, whole: bool = False) -> float:
    """A field's number."""
    return read(name, form.get(name, ""), whole=whole)


def read(name: str, text: str, *, whole: bool = False) -> float:
    """A number of at most seven digits that is not negative."""
    plain = text.strip()
    body: Sequence[str] = plain.split(".", 1)
    sound = all(part.isascii() and part.isdigit() and len(part) <= 7 for part in body) and (len(body) == 1 or not whole)  # noqa: PLR2004
    if not sound:
        raise Invalid(fields={name: [_("应为数字，现为“%(text)s”。") % {"text": plain[:20]}]})
    return float(plain)
