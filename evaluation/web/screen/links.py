"""The page on which links for walls are made and revoked (大屏链接)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluation.actions.lend_screen import make_screen_link, revoke_screen_link
from evaluation.queries.screen.links import links_of, word_of
from evaluation.screen_rules import LENDERS
from evaluation.web.screen.words import short_name
from governance.codes import LENGTHS
from governance.errors import Invalid, Refused
from grids import queries as grids
from incidents.web.pages import StaffPage

USUAL_DAYS = 90


class ScreenLinks(StaffPage):
    """For leaders and system administrators, each their own area."""

    roles = LENDERS

    def get(self, request: HttpRequest) -> HttpResponse:
        """The links with their addresses, and the form."""
        return self.page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make or revoke; a refusal shows the page again with its reason."""
        at = timezone.now()
        try:
            if "revoke" in request.POST:
                revoke_screen_link(actor=self.actor, link_id=_number(request.POST["revoke"], "revoke"), at=at)
            else:
                code = request.POST.get("code", "").strip()
                days = _number(request.POST.get("days", ""), "days")
                make_screen_link(actor=self.actor, name=request.POST.get("name", ""), code=code, days=days, at=at)
        except Refused as refused:
            return self.page(request, refused)
        return redirect("screen_links")

    def page(self, request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
        """The page, with the refusal's status when there is one."""
        now, scopes = timezone.now(), self.actor.scopes(LENDERS)
        context = {
            "rows": [self.row(request, link, now) for link in links_of(actor=self.actor)[:100]],
            "choices": [(one, short_name(grids.full_name(one))) for one in _areas(scopes)],
            "refused": refused,
            "typed": request.POST if refused else {"days": USUAL_DAYS},
        }
        return render(request, "screen/links.html", context, status=refused.status if refused else 200)

    def row(self, request: HttpRequest, link: Any, now: Any) -> dict[str, Any]:
        """A link as the table shows it; its address only while it opens something."""
        alive = link.revoked_at is None and link.expires_at > now
        url = request.build_absolute_uri(reverse("kiosk", args=[word_of(link)])) if alive else ""
        return {"link": link, "area": short_name(grids.full_name(link.code)), "alive": alive, "url": url}


def _areas(scopes: list[str]) -> list[str]:
    return [
        code
        for scope in scopes
        for code in ([scope] if len(scope) == LENGTHS[-1] else [one.code for one in grids.divisions_in(code=scope)])
    ]


def _number(text: str, field: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):  # noqa: PLR2004  (far beyond any number of ours)
        raise Invalid(fields={field: [_("请填写整数。")]})
    return int(text)
