"""What all doors of the open interface share: the form asked for, the jurisdiction, and faults as the specification has them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View
from psycopg_pool import PoolTimeout

from governance.errors import Away, Invalid, NotFound, Refused
from incidents.georeport.writing import TYPES, document
from incidents.queries import open311

Value = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class Missing(NotFound):
    """Something named is not here: the reason says what (404)."""


@method_decorator(csrf_exempt, name="dispatch")  # a key in the form says who it is; there is no session
class Door(View):
    """Answers in the form that the address ends with; every refusal is an error document."""

    http_method_names = ["get", "post", "head", "options"]  # noqa: RUF012  (Django's own form)
    form = "json"

    def dispatch(self, request: HttpRequest, *args: Any, form: str, **kwargs: Any) -> HttpResponseBase:
        """Find the form and the jurisdiction; anybody's page may read the answer."""
        self.form = form
        self.site = f"{request.scheme}://{request.get_host()}"
        try:
            self.jurisdiction = self.read_jurisdiction(request)
            response = super().dispatch(request, *args, **kwargs)
        except Refused as refused:
            response = self.refusal(refused)
        except (OperationalError, InterfaceError, PoolTimeout):
            response = self.refusal(Away())
        response["Access-Control-Allow-Origin"] = "*"
        return response

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """405 with the list of what is allowed, as a document."""
        refused = Refused(_("不支持这种请求方法。"))
        refused.status = 405
        response = self.refusal(refused)
        response["Allow"] = ", ".join(name.upper() for name in self.http_method_names if hasattr(self, name))
        return response

    def read_jurisdiction(self, request: HttpRequest) -> str:
        """The code of a division, or nothing for all of ours; 404 for one that is not ours."""
        given = request.GET.get("jurisdiction_id") or (request.POST.get("jurisdiction_id") if request.method == "POST" else "") or ""
        if given and not open311.jurisdiction_known(given):
            raise Missing(_("没有这个 jurisdiction_id：%(given)s。") % {"given": given[:32]})
        return given

    def answer(self, value: Value, *, root: str, item: str = "", status: int = 200) -> HttpResponse:
        """A document."""
        return HttpResponse(document(self.form, value, root=root, item=item), status=status, content_type=TYPES[self.form])

    def refusal(self, refused: Refused) -> HttpResponse:
        """`[{"code", "description"}]` or `<errors><error>`: one row for each wrong field."""
        status = 403 if refused.status == 401 else refused.status  # noqa: PLR2004 - the specification has no 401
        told = [f"{name}: {reason}" for name, reasons in refused.fields.items() for reason in reasons] or [str(refused.message)]
        response = self.answer([{"code": status, "description": one} for one in told], root="errors", item="error", status=status)
        if status in {429, 503}:
            response["Retry-After"] = "5" if status == 503 else "600"  # noqa: PLR2004
        return response


def wrong(name: str, reason: str) -> Invalid:
    """A refusal of one parameter."""
    return Invalid(fields={name: [reason]})
