"""What the pages for everybody share (门户页面): the area served, and whose phone it is."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import View

from governance.codes import Level
from governance.errors import Invalid
from grids import queries as grids


class PortalPage(View):
    """A page for anybody."""

    template = ""

    def page(self, request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:
        """The template over the area that this installation serves."""
        home = grids.home_code()
        return render(request, self.template, {"home": home, "home_name": grids.full_name(home), **context}, status=status)


def area_asked(request: HttpRequest) -> str:
    """The area of `?code=`, within the one that is served; without it all of that."""
    home = grids.home_code()
    code = request.GET.get("code", "")
    if not code:
        return home
    if not (code.isascii() and code.isdigit() and code.startswith(home) and len(code) in set(Level)):
        raise Invalid(fields={"code": [str(Invalid.message)]})
    return code


def communities() -> Any:
    """The communities to choose from."""
    return grids.divisions_in(code=grids.home_code(), level=Level.COMMUNITY)
