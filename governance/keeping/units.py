"""The page of units (机构), for the system administrator."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from governance.access.actions import add_unit, end_unit
from governance.access.models import Unit, UnitKind
from governance.access.policy import allowed
from governance.errors import Refused
from governance.keeping.page import PER_PAGE, line, row_of
from governance.pages import VerbPage

NAME = 128
CODES = 400


class Units(VerbPage):
    """The organisations that employ staff and handle cases."""

    verb = "post.list"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list with the form to add."""
        return self.page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Add or end; a refusal shows the page again with the reason and what was typed."""
        try:
            if "end" in request.POST:
                end_unit(actor=self.actor, unit=row_of(Unit, request.POST["end"], "end"), at=timezone.now())
            else:
                above = request.POST.get("parent", "")
                add_unit(
                    actor=self.actor,
                    name=line(request, "name", longest=NAME),
                    kind=request.POST.get("kind", ""),
                    codes=line(request, "codes", longest=CODES).replace("，", " ").replace(",", " ").split(),
                    parent=row_of(Unit, above, "parent") if above else None,
                    at=timezone.now(),
                )
        except Refused as refused:
            return self.page(request, refused)
        return redirect("units")

    def page(self, request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
        """The page, with the refusal's status when there is one."""
        wanted, now = request.GET.get("q", "").strip()[:50], timezone.now()
        held = Q(posts__starts_at__lte=now) & (Q(posts__ends_at__isnull=True) | Q(posts__ends_at__gt=now))
        open_ones = Unit.objects.filter(ended_at__isnull=True)
        units = open_ones.select_related("parent").annotate(people=Count("posts", filter=held)).order_by("kind", "name")
        if wanted:
            units = units.filter(Q(name__contains=wanted) | Q(codes__contains=[wanted]))
        context = {
            "units": Paginator(units, PER_PAGE).get_page(request.GET.get("page")),
            "parents": open_ones.order_by("name"),
            "kinds": UnitKind.choices,
            "q": wanted,
            "refused": refused,
            "typed": request.POST,
            "may_add": allowed(self.actor, "unit.add", []),
        }
        return render(request, "governance/units.html", context, status=refused.status if refused else 200)
