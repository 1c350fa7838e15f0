"""The page of one's own devices (登录设备), and the sign that somebody is still there."""

from http import HTTPStatus
from typing import cast

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.generic import View

from governance.access.actions import end_sessions
from governance.access.models import User
from governance.access.sessions.models import Session
from governance.http import actor_from


class OwnDevices(LoginRequiredMixin, View):
    """Where one is signed in; each can be signed out from here (D7)."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The sessions that stand, this one first."""
        mine = Session.objects.standing(timezone.now()).filter(user=cast("User", request.user)).order_by("-seen_at")
        here = request.session.session_key
        devices = sorted(mine, key=lambda one: one.session_key != here)
        return render(request, "governance/devices.html", {"devices": devices, "here": here})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Sign out one of the others, or all of them."""
        user = cast("User", request.user)
        mark, keep = request.POST.get("device", "")[:64], request.session.session_key or ""
        end_sessions(actor=actor_from(request), user=user, at=timezone.now(), mark=mark, keep=keep)
        return redirect("own_devices")


class Awake(View):
    """A hand is on the page though nothing is sent, while a long text is written for instance: the session is in use."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Nothing, or 401 once the session is over."""
        return HttpResponse(status=HTTPStatus.NO_CONTENT if request.user.is_authenticated else HTTPStatus.UNAUTHORIZED)
