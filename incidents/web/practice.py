"""The page of automatic dispatch (自动派遣): what was learned, how right it is, and for which categories it may act alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access.roles import Role
from governance.errors import Invalid, NotFound, Refused
from incidents.actions.learning import allow_auto_dispatch, end_auto_dispatch
from incidents.queries.learning import last_lesson, practice
from incidents.web.catalogue import whole
from incidents.web.pages import StaffPage

USUAL = 90
"""Per cent that the form proposes."""


class PracticePage(StaffPage):
    """Permissions, by category."""

    roles = frozenset({Role.SYSTEM_ADMIN})

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list."""
        return self.page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Give or end a permission; a refusal shows the page again with the reason."""
        sent, at = request.POST, timezone.now()
        try:
            if sent.get("act") == "allow":
                allow_auto_dispatch(
                    actor=self.actor, category_id=whole(sent, "category"), min_precision=share(sent.get("share", "")), at=at
                )
            elif sent.get("act") == "end":
                end_auto_dispatch(actor=self.actor, category_id=whole(sent, "category"), at=at)
            else:
                raise NotFound
        except Invalid as refused:
            return self.page(request, refused)
        return redirect("practice")

    def page(self, request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
        """The page, with 400 when something was refused."""
        context = {"lesson": last_lesson(), "rows": practice(), "usual": USUAL, "refused": refused}
        return render(request, "catalogue/practice.html", context, status=refused.status if refused else 200)


def share(typed: str) -> float:
    """A share from per cent as typed; Invalid for what is no number."""
    try:
        return float(typed.strip().removesuffix("%")) / 100
    except ValueError as error:
        raise Invalid(fields={"min_precision": [_("请填写百分数，如 90。")]}) from error
