"""What the pages of the newsroom share."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.generic import View

from governance.access import policy
from governance.access.actor import PUBLIC, Actor
from governance.codes import Level
from governance.errors import TooLarge
from governance.http import actor_from
from grids import queries as grids


class Newsroom(View):
    """A page for those who write for residents or read along."""

    actor: Actor = PUBLIC

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """People without a sign-in are sent to it; others need a post that opens the page."""
        self.actor = actor_from(request)
        if not self.actor.signed_in:
            return redirect_to_login(request.get_full_path())
        policy.require(self.actor, "newsroom.open", None)
        return super().dispatch(request, *args, **kwargs)

    def areas(self, roles: frozenset[str]) -> list[tuple[str, str]]:
        """The areas for which somebody may write: their own, and the communities inside."""
        codes = [one for scope in self.actor.scopes(roles) for one in (scope, *self.inside(scope))]
        return [(code, grids.full_name(code)) for code in dict.fromkeys(codes)]

    def inside(self, scope: str) -> list[str]:
        """Streets and communities of an area."""
        return [one.code for one in grids.divisions_in(code=scope) if len(one.code) in {Level.STREET, Level.COMMUNITY}]


def read(file: Any) -> bytes:
    """The bytes of an upload within the limit of photos."""
    if (file.size or 0) > settings.PHOTO_MAX_BYTES:
        raise TooLarge
    return bytes(file.read())


def reasons(form: forms.Form) -> list[str]:
    """Each wrong field with its reason."""
    return [f"{form.fields[name].label or name}: {reason}" for name, several in form.errors.items() for reason in several]
