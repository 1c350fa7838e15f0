"""The front door (首页): each to the page of their post."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.generic import View

from governance.access.roles import DESK, FIELD, OVERSIGHT, Role
from governance.http import actor_from

PAGES = (
    (DESK | OVERSIGHT, "desk"),
    (FIELD, "worker"),
    (frozenset({Role.HANDLER}), "handle"),
    (frozenset({Role.REGISTRAR}), "grids"),
    (frozenset({Role.SYSTEM_ADMIN}), "catalogue"),
    (frozenset({Role.SECURITY_ADMIN}), "posts"),
    (frozenset({Role.AUDIT_ADMIN}), "ledger"),
)


class Start(View):
    """Where one begins."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Residents to the report form, staff to their work; a post without a page here is told so."""
        actor = actor_from(request)
        if not actor.signed_in:
            return redirect("resident_report")
        for roles, page in PAGES:
            if actor.has_role(*roles):
                return redirect(page)
        return render(request, "no_page.html")
