"""What all pages of the register share: the actor, the sign-in, the verb that is asked of the policy."""

from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.generic import View

from governance.access import policy
from governance.access.actor import PUBLIC, Actor
from governance.errors import Invalid
from residents.rules import PURPOSES, REGISTRARS, purposes_of

DEFAULT = {True: "registry", False: "visit"}


class RegistryPage(View):
    """A page of the register; whoever is not signed in goes to the sign-in and comes back."""

    verb: ClassVar[str] = "registry.open"
    actor: Actor = PUBLIC

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask the policy for the page's verb."""
        self.actor = request.actor  # type: ignore[attr-defined]
        if not self.actor.signed_in:
            return redirect_to_login(request.path)
        policy.require(self.actor, self.verb, None)
        return super().dispatch(request, *args, **kwargs)

    @property
    def registrar(self) -> bool:
        """Whether the actor keeps the register somewhere."""
        return self.actor.has_role(*REGISTRARS)

    def purpose(self, given: str | None) -> str:
        """The purpose of a look: the one chosen, else the usual one of the role."""
        return given if given in PURPOSES else DEFAULT[self.registrar]

    def purposes(self) -> list[tuple[str, str]]:
        """The purposes the actor may choose, with their names."""
        mine = {one for post in self.actor.posts for one in purposes_of(self.actor, post.code)}
        return [(key, str(name)) for key, name in PURPOSES.items() if key in mine]


def page_number(text: str | None) -> int:
    """A page's number; Invalid when it is none."""
    if not text:
        return 1
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 10_000:  # noqa: PLR2004 - nobody turns more pages
        raise Invalid(fields={"page": [_("页码有误。")]})
    return int(text)
