"""The page by which the office answers for its register (合规): assessments, agreements, who looked in a period."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access import policy
from governance.errors import Invalid, Refused
from residents.actions.accounts import note_agreement, note_assessment, stop_agreement
from residents.actions.keeping import breach_query
from residents.queries.accounts import accounts
from residents.queries.people import looks_in_words
from residents.queries.watching import unusual_lookers
from residents.rules import REGISTRARS
from residents.web.base import RegistryPage

SHOWN = 200


class Accounts(RegistryPage):
    """Assessments and agreements, and for the audit administrator the breach query."""

    verb: ClassVar[str] = "account.open"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        return self.page(request, None, {})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Note an assessment or an agreement, stop one, or ask who looked."""
        try:
            found = self.done(request)
        except ValueError:
            return self.page(request, Invalid(fields={"date": [_("日期有误。")]}), {})
        except Refused as refused:
            return self.page(request, refused, {})
        return redirect("registry_accounts") if found is None else self.page(request, None, found)

    def done(self, request: HttpRequest) -> dict[str, Any] | None:
        """Do what is asked; the answer of a query, or nothing."""
        at, asked = timezone.now(), request.POST.get("ask", "")
        given = {key: text for key, text in request.POST.items() if isinstance(text, str)}
        area = next(iter(self.actor.scopes(REGISTRARS)), "")
        if asked == "assess":
            note_assessment(actor=self.actor, code=area, kind=given.get("kind", ""), values=given, at=at)
        elif asked == "agree":
            starts, ends = date.fromisoformat(given.get("starts_on", "")), date.fromisoformat(given.get("ends_on", ""))
            chosen = UUID(given["assessment"]) if given.get("assessment") else None
            note_agreement(actor=self.actor, code=area, values=given, starts_on=starts, ends_on=ends, assessment_id=chosen, at=at)
        elif asked == "stop":
            stop_agreement(actor=self.actor, agreement_id=UUID(given.get("id", "")), at=at)
        elif asked == "breach":
            since = timezone.make_aware(datetime.fromisoformat(given.get("since", "")))
            until = timezone.make_aware(datetime.fromisoformat(given.get("until", ""))) + timedelta(days=1)
            rows = breach_query(actor=self.actor, since=since, until=until, at=at)
            return {"looks": looks_in_words(rows[:SHOWN]), "looks_count": len(rows), "since": given["since"], "until": given["until"]}
        else:
            raise Invalid
        return None

    def page(self, request: HttpRequest, refused: Refused | None, found: dict[str, Any]) -> HttpResponse:
        """The page, with what was found or refused."""
        may_write = bool(self.actor.scopes(REGISTRARS))
        may_query = policy.allowed(self.actor, "breach.query", None)
        unusual = unusual_lookers(at=timezone.now()) if may_query else []
        rest = {"here": "accounts", "refused": refused, "may_write": may_write, "may_query": may_query, "unusual": unusual}
        return render(
            request, "registry/accounts.html", accounts(actor=self.actor) | rest | found, status=refused.status if refused else 200
        )
