"""Pages for everybody (自主申报、楼栋长、告知书): forms without scripts; nothing that is typed comes back on a later page."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.generic import View

from governance.access import policy
from governance.errors import Invalid, NotFound, Refused
from governance.http import actor_from
from residents.actions.captains import captain_reports, hashed
from residents.actions.selfreports import FIRM_KEYS, NEEDED, PERSON_KEYS, receipt_hash, send_report
from residents.queries.captains import captain_link, doors_of
from residents.queries.declaration import declaration
from residents.queries.notice import CURRENT, communities, notice
from residents.queries.reports import told_report
from residents.web.forms import firm_fields, person_fields

LISTED = {"person": PERSON_KEYS, "firm": FIRM_KEYS}


class PublicPage(View):
    """A page for everybody; the policy is asked all the same."""

    verb = "report.send"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Ask the policy for the page's verb."""
        policy.require(actor_from(request), self.verb, None)
        return super().dispatch(request, *args, **kwargs)


class Declare(PublicPage):
    """The form of a resident or a firm."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        """The empty form."""
        return self.page(request, kind, {}, None)

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Keep the declaration and tell the receipt once; what is wrong is said beside its field."""
        given = {key: text for key, text in request.POST.items() if isinstance(text, str)}
        try:
            report, receipt = send_report(
                kind=kind, code=given.get("code", ""), values=given, notice=CURRENT if given.get("notice") == "1" else "", at=timezone.now()
            )
        except Refused as refused:
            return self.page(request, kind, given, refused)
        return render(request, "registry/declared.html", {"receipt": receipt, "report": report})

    def page(self, request: HttpRequest, kind: str, given: dict[str, str], refused: Refused | None) -> HttpResponse:
        """The form with what was typed and what is wrong."""
        if kind not in LISTED:
            raise NotFound
        wrong = {key: [str(one) for one in why] for key, why in refused.fields.items()} if refused else {}
        fields = person_fields(declaration(code="")) if kind == "person" else firm_fields()
        rows = [
            field | {"value": given.get(field["key"], ""), "wrong": wrong.get(field["key"], []), "needed": field["key"] in NEEDED[kind]}
            for field in fields
        ]
        return render(request, "registry/declare.html", {
            "kind": kind, "rows": rows, "communities": communities(), "chosen": given.get("code", ""), "wrong": wrong, "refused": refused,
        }, status=refused.status if refused else 200)  # fmt: skip


class Receipt(PublicPage):
    """How far a declaration is, by its receipt; sent by POST, so that it stands in no address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        return render(request, "registry/receipt.html", {})

    def post(self, request: HttpRequest) -> HttpResponse:
        """The answer."""
        try:
            report = told_report(receipt_hash=receipt_hash(request.POST.get("receipt", "")[:40]))
        except NotFound as refused:
            return render(request, "registry/receipt.html", {"refused": refused}, status=404)
        return render(request, "registry/receipt.html", {"report": report})


class Captain(PublicPage):
    """The captain's page by the secret link: the doors of the building, no names, and a form of one line."""

    verb = "captain.report"

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """The doors."""
        return self.page(request, token, None, sent=False)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Keep one report."""
        given = request.POST
        try:
            people = int(given["people"]) if given.get("people", "").strip() else None
            captain_reports(
                token=token, dwelling_id=int(given.get("door", "0")), kind=given.get("kind", ""), people=people,
                note=given.get("note", ""), at=timezone.now(),
            )  # fmt: skip
        except ValueError:
            return self.page(request, token, Invalid(), sent=False)
        except Invalid as refused:
            return self.page(request, token, refused, sent=False)
        return self.page(request, token, None, sent=True)

    def page(self, request: HttpRequest, token: str, refused: Refused | None, *, sent: bool) -> HttpResponse:
        """The page."""
        link = captain_link(token_hash=hashed(token), at=timezone.now())
        response = render(request, "registry/captain.html", {
            "link": link, "doors": doors_of(building_id=link.building_id), "refused": refused, "sent": sent,
        }, status=refused.status if refused else 200)  # fmt: skip
        response["Referrer-Policy"] = "no-referrer"
        return response


class Notice(PublicPage):
    """The notice to residents, on the screen and on paper."""

    verb = "notice.read"

    def get(self, request: HttpRequest, resident_id: UUID | None = None) -> HttpResponse:
        """The current notice: who, for what, which kinds, how long, which rights."""
        del resident_id
        return render(request, "registry/notice.html", notice())
