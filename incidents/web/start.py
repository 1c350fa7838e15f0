"""The front door (首页): each to the page of their post."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.generic import View

from governance.access.roles import DESK, FIELD, OVERSIGHT, Role
from governance.http import actor_from
from incidents.web.portal.home import Home

PAGES = (
    (DESK | OVERSIGHT, "desk"),
    (FIELD, "worker"),
    (frozenset({Role.HANDLER}), "handle"),
    (frozenset({Role.REGISTRAR}), "registry"),
    (frozenset({Role.SYSTEM_ADMIN}), "catalogue"),
    (frozenset({Role.SECURITY_ADMIN}), "posts"),
    (frozenset({Role.AUDIT_ADMIN}), "ledger"),
)


class Start(View):
    """Where one begins."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Residents to the portal, staff to their work; a post without a page here is told so."""
        actor = actor_from(request)
        if not actor.signed_in:
            return Home.as_view()(request)
        for roles, page in PAGES:
            if actor.has_role(*roles):
                return redirect(page)
        return render(request, "no_page.html")
