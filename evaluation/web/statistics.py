"""The page of statistics (统计): numbers, trend, sources, categories, satisfaction, slow links."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from evaluation.cards.statistics import picture
from evaluation.web.asked import asked
from evaluation.web.pages import FiguresPage
from governance.access.roles import OVERSIGHT, Role
from governance.errors import NotFound
from grids import queries as grids


class Statistics(FiguresPage):
    """Of an area the reader oversees."""

    roles = OVERSIGHT | {Role.DUTY_CHIEF}

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        at = timezone.now()
        wish = asked(actor=self.actor, sent=request.GET.dict(), at=at)
        if wish.own:
            raise NotFound
        shown = picture(code=wish.code, period=wish.period, at=at)
        inner = grids.names(one for one in inner_areas(wish.code))
        context = self.frame(wish, at) | {
            "title": grids.full_name(wish.code),
            "shown": shown,
            "inner": sorted(inner.items()),
        }
        return render(request, "evaluation/statistics.html", context)


def inner_areas(code: str) -> list[str]:
    """The divisions of the next level, to go down to."""
    codes = [one.code for one in grids.divisions_in(code=code) if len(one.code) > len(code)]
    next_level = min((len(one) for one in codes), default=0)
    return [one for one in codes if len(one) == next_level]
