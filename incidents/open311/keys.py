"""The page of keys (接口密钥): issued and ended by the system administrator; and for everybody how to ask for one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.generic import View

from governance.access.policy import allowed
from governance.errors import Refused
from governance.http import actor_from
from incidents.actions.keys import end_key, issue_key
from incidents.models import ApiKey


class Keys(View):
    """Anybody sees what the interface is; the administrator also the keys."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        return self.page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Issue, and show the secret once; or end."""
        actor, at = actor_from(request), timezone.now()
        if "end" in request.POST:
            number = request.POST["end"]
            end_key(actor=actor, key_id=int(number) if number.isascii() and number.isdigit() else 0, at=at)
            return redirect("open311_keys")
        hourly = request.POST.get("per_hour", "600")
        try:
            secret = issue_key(
                actor=actor, name=request.POST.get("name", ""), at=at, per_hour=int(hourly) if hourly.isascii() and hourly.isdigit() else 0
            )
        except Refused as refused:
            if not refused.fields:
                raise
            return self.page(request, refused=refused)
        return self.page(request, secret=secret)

    def page(self, request: HttpRequest, *, secret: str = "", refused: Refused | None = None) -> HttpResponse:
        """The page, with the fresh secret or the refusal."""
        keeps = allowed(actor_from(request), "apikey.issue", None)
        keys = ApiKey.objects.order_by("ended_at", "name") if keeps else []
        context = {"keeps": keeps, "keys": keys, "secret": secret, "refused": refused}
        return render(request, "open311/keys.html", context, status=refused.status if refused else 200)
