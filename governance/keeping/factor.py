"""The page of one's own second factor (动态口令): bind an authenticator, or prove it again before a step that asks for it."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.generic import View

from governance.access.second_factor.actions import enrol, verify
from governance.errors import Refused
from governance.http import actor_from


class OwnFactor(LoginRequiredMixin, View):
    """Asks for a code and leads back to the page that wanted it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask for a code."""
        return self.page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Begin with a new authenticator, or take a code."""
        actor, at = actor_from(request), timezone.now()
        try:
            if request.POST.get("ask") == "enrol":
                secret, address = enrol(actor=actor, at=at)
                return self.page(request, secret=secret, address=address)
            verify(actor=actor, code=request.POST.get("code", ""), at=at)
        except Refused as refused:
            return self.page(request, refused=refused)
        return self.page(request, proved=True)

    def page(self, request: HttpRequest, *, refused: Refused | None = None, **shown: object) -> HttpResponse:
        """The page, with the refusal's status when there is one. It leads back inside the house only."""
        back = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
            back = ""
        context = {"back": back, "refused": refused, **shown}
        return render(request, "governance/factor.html", context, status=refused.status if refused else 200)


def factor_address(back: str) -> str:
    """Where a code is asked for, on the way to `back`."""
    return f"{reverse('own_factor')}?{urlencode({'next': back})}"
