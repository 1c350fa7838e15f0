"""Pages by which people choose their own password (密码): by an invitation, or signed in."""

from typing import Any, cast

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import PasswordChangeView, PasswordResetConfirmView
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from governance.access.actions import set_password
from governance.access.actor import Actor
from governance.access.models import User


class Welcome(PasswordResetConfirmView):
    """Choose a password by an invitation. The secret leaves the address at once: it is kept in the session till the form comes."""

    template_name = "governance/welcome.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Set it, in the user's own name, and on to the sign-in."""
        user = cast("User", self.user)  # the view has shown no form without one
        set_password(actor=Actor(user.pk, user.display_name), user=user, password=form.cleaned_data["new_password1"], at=timezone.now())
        del self.request.session["_password_reset_token"]
        return redirect("sign_in")


class OwnPassword(LoginRequiredMixin, PasswordChangeView):
    """Change one's own password; other sessions of it end, this one stays."""

    template_name = "governance/password.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Set it and say so."""
        user = form.user
        set_password(actor=Actor(user.pk, user.display_name), user=user, password=form.cleaned_data["new_password1"], at=timezone.now())
        update_session_auth_hash(self.request, user)
        return render(self.request, self.template_name, {"done": True})
