"""What all pages of staff share: who may open them, and how a missing sign-in is answered."""

from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.generic import View

from governance.access import policy
from governance.access.actor import PUBLIC, Actor
from governance.errors import NotAllowed, NotSignedIn
from governance.http import wants_json

SIGNED_IN = "X-Signed-In-As"
"""Whose page it is: the phone keeps it for nobody else, and what a public Wi-Fi answers in its place does not have it."""
NOBODY = "0"
"""In its place on a page that tells nothing of anybody: a phone may keep it whole."""


class StaffPage(View):
    """A page for holders of certain posts. People without a sign-in are sent to it and come back afterwards."""

    roles: ClassVar[frozenset[str]] = frozenset()
    actor: Actor = PUBLIC

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the actor once. A script that fetches a fragment gets the refusal itself, not the sign-in page."""
        self.actor = request.actor  # type: ignore[attr-defined]
        if not self.actor.signed_in:
            if wants_json(request):
                raise NotSignedIn
            return redirect_to_login(request.get_full_path())
        if not self.actor.has_role(*self.roles):
            raise NotAllowed
        response = super().dispatch(request, *args, **kwargs)
        response[SIGNED_IN] = str(self.actor.user_id)
        return response


class VerbPage(View):
    """A page behind one verb of the policy."""

    verb: ClassVar[str] = ""
    actor: Actor = PUBLIC

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """People without a sign-in are sent to it; others need the verb."""
        self.actor = request.actor  # type: ignore[attr-defined]
        if not self.actor.signed_in:
            return redirect_to_login(request.get_full_path())
        policy.require(self.actor, self.verb, None)
        return super().dispatch(request, *args, **kwargs)
