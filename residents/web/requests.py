"""The office's page of what people ask about their own data (个人申请): deletions, each with the day by which it is answered."""

from typing import ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.errors import Invalid, Refused
from residents.actions.own import answer_erasure
from residents.declaration.files import code_words
from residents.disclosure import Looking, disclose
from residents.queries.own import late, open_requests
from residents.web.base import RegistryPage


class Requests(RegistryPage):
    """Who asks to be deleted, the first due first; granted by deleting, refused with a reason."""

    verb: ClassVar[str] = "registry.import"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The open ones."""
        return self.page(request, None)

    def post(self, request: HttpRequest, request_id: UUID) -> HttpResponse:
        """Answer one."""
        asked, given = request.POST.get("ask", ""), request.POST
        try:
            if asked not in {"grant", "refuse"}:
                raise Invalid
            if asked == "grant" and given.get("sure") != "yes":
                raise Invalid(fields={"sure": [_("请勾选确认。")]})
            answer_erasure(
                actor=self.actor, request_id=request_id, granted=asked == "grant", reason=given.get("reason", ""), at=timezone.now()
            )
        except Refused as refused:
            return self.page(request, refused)
        return redirect("registry_requests")

    def page(self, request: HttpRequest, refused: Refused | None) -> HttpResponse:
        """The page, with what was refused; people are masked and the look is recorded."""
        at, asked = timezone.now(), open_requests(actor=self.actor)
        looking = Looking("registry", "list", keys=("name", "id_number_enc", "residence_address"))
        cards = {card.id: card for card in disclose(actor=self.actor, ids=[one.resident_id for one in asked], looking=looking, at=at)}
        bases, today = code_words("legal_basis"), timezone.localdate(at)
        rows = [
            {
                "one": one, "card": cards[one.resident_id], "late": late(one, today),
                "basis": bases.get(one.resident.legal_basis, one.resident.legal_basis),
            }
            for one in asked
        ]  # fmt: skip
        found = {"here": "requests", "rows": rows, "refused": refused}
        return render(request, "registry/requests.html", found, status=refused.status if refused else 200)
