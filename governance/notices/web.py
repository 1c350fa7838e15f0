"""Pages of notices (通知页面): what failed, the words, one's own addresses and those of units."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from governance.access.models import Unit
from governance.access.policy import allowed
from governance.access.roles import Role
from governance.errors import Invalid, NotFound, Refused
from governance.keeping.page import row_of
from governance.notices.actions import add_address, change_template, end_address, retry_delivery, settle_delivery
from governance.notices.events import AUDIENCES, EVENTS
from governance.notices.models import Channel, Language, Notice, Status, Template
from governance.notices.queries import deliveries_visible_to, failed_count, own_addresses, unit_addresses
from governance.notices.sealing import unseal
from governance.notices.vapid import public_key
from governance.notices.wording import said
from governance.pages import VerbPage
from governance.shapes import uuid_of

PER_PAGE = 50
OWN = (Channel.SMS, Channel.EMAIL)
ABOUT = ("number", "category", "title", "area")
"""Facts that say which case, bulletin or area it was."""
OF_UNITS = (Channel.WECOM, Channel.DINGTALK, Channel.WEBHOOK)


class Deliveries(VerbPage):
    """What failed for good, with a button to try again; and what was sent lately."""

    verb = "notice.list"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list; failed ones first."""
        return self.page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Try again or settle one."""
        action = retry_delivery if "retry" in request.POST else settle_delivery
        key = uuid_of(request.POST.get("retry") or request.POST.get("settle", ""))
        try:
            action(actor=self.actor, delivery_id=key, at=timezone.now())
        except Refused as refused:
            if refused.status == NotFound.status:
                raise
            return self.page(request, refused)
        return redirect("notices")

    def page(self, request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
        """A page of rows of one status."""
        status = request.GET.get("status", Status.FAILED)
        status = status if status in Status.values else Status.FAILED
        rows = deliveries_visible_to(self.actor).filter(status=status).order_by("-next_at", "pk")
        found = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "rows": [
                {
                    "row": row, "event": EVENTS[row.notice.event].label if row.notice.event in EVENTS else row.notice.event,
                    "audience": AUDIENCES.get(row.notice.audience, ""), "about": about(row.notice) if status == Status.FAILED else "",
                }
                for row in found
            ],
            "page": found, "status": status, "statuses": Status.choices, "failed": failed_count(self.actor), "refused": refused,
            "may_word": allowed(self.actor, "notice.template", None),
        }  # fmt: skip
        return render(request, "governance/notices.html", context, status=refused.status if refused else 200)


def about(notice: Notice) -> str:
    """What a notice that failed was about, so that somebody can be told otherwise: no words of people, no codes."""
    if notice.sealed is None:
        return ""
    facts, language = unseal(notice.pk, bytes(notice.sealed))["facts"], get_language() or Language.CHINESE
    return " ".join(said(facts[name], language) for name in ABOUT if facts.get(name))


class Templates(VerbPage):
    """The words of all notices."""

    verb = "notice.template"

    def get(self, request: HttpRequest, template_id: int | None = None) -> HttpResponse:
        """The list, or one to be worded anew."""
        return self.page(request, template_id)

    def post(self, request: HttpRequest, template_id: int) -> HttpResponse:
        """Keep the new words; a refusal shows them again with the reason."""
        typed = {name: request.POST.get(name, "") for name in ("subject", "body", "gateway_code")}
        try:
            change_template(actor=self.actor, template_id=template_id, at=timezone.now(), **typed)
        except Invalid as refused:
            return self.page(request, template_id, typed, refused)
        return redirect("notice_templates")

    def page(
        self, request: HttpRequest, template_id: int | None, typed: dict[str, str] | None = None, refused: Refused | None = None
    ) -> HttpResponse:
        """The page, with the refusal's status when there is one."""
        known = [row for row in Template.objects.order_by("event", "audience", "-language") if row.event in EVENTS]
        rows = [(row, EVENTS[row.event], AUDIENCES[row.audience]) for row in known]
        chosen = next((found for found in rows if found[0].pk == template_id), None)
        if template_id is not None and chosen is None:
            raise NotFound
        shown: dict[str, Any] = {}
        if chosen:
            row, event, audience = chosen
            given = typed or {"subject": row.subject, "body": row.body, "gateway_code": row.gateway_code}
            shown = {"chosen": row, "event": event, "audience": audience, "typed": given}
        return render(
            request, "governance/templates.html", {"rows": rows, "refused": refused, **shown}, status=refused.status if refused else 200
        )


class Addresses(VerbPage):
    """One's own addresses; for the system administrator also the robots and webhooks of units."""

    verb = "notice.own"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The lists and the forms."""
        return self.page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Add or end one."""
        at = timezone.now()
        try:
            if "end" in request.POST:
                end_address(actor=self.actor, address_id=uuid_of(request.POST["end"]), at=at)
            else:
                self.add(request)
        except Invalid as refused:
            return self.page(request, refused)
        return redirect("notice_addresses")

    def add(self, request: HttpRequest) -> None:
        """Read the form and call the action."""
        given = {name: request.POST[name] for name in ("address", "secret", "p256dh", "auth") if request.POST.get(name)}
        unit = row_of(Unit, request.POST["unit"], "unit") if "unit" in request.POST else None
        owner = {"unit_id": unit.pk} if unit else {"user_id": self.actor.user_id}
        language = request.POST.get("language", Language.CHINESE)
        add_address(actor=self.actor, channel=request.POST.get("channel", ""), address=given, at=timezone.now(), language=language, **owner)

    def page(self, request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
        """The page, with the refusal's status when there is one."""
        context: dict[str, Any] = {
            "own": own_addresses(self.actor.user_id or 0), "own_channels": [(one.value, one.label) for one in OWN],
            "languages": Language.choices, "refused": refused, "push_key": public_key(),
            "keeps_units": self.actor.has_role(Role.SYSTEM_ADMIN),
        }  # fmt: skip
        if context["keeps_units"]:
            context |= {
                "of_units": unit_addresses(), "unit_channels": [(one.value, one.label) for one in OF_UNITS],
                "units": Unit.objects.filter(ended_at__isnull=True).order_by("name"),
            }  # fmt: skip
        return render(request, "governance/addresses.html", context, status=refused.status if refused else 200)
