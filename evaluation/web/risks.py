"""Pages of power on record (数据铁笼): notices for the audit administrator and for whom they are about; thresholds of the rules."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluation.actions.risks.settling import change_rule, comment_notice, settle_notice, visible_notice
from evaluation.models import RiskRule
from evaluation.models.risks import Outcome
from evaluation.queries import risks
from evaluation.queries.words import meaning_of, name_of
from evaluation.web.asked import choice, whole
from governance.access import policy
from governance.access.policy import allowed
from governance.access.roles import Role
from governance.errors import Invalid, Refused
from grids import queries as grids
from incidents.web.pages import StaffPage

EVERYBODY = frozenset(Role)
STATES = {"open": False, "settled": True, "all": None}


class Risks(StaffPage):
    """The notices: those of the area for the auditor, those about oneself for everybody else."""

    roles = EVERYBODY

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of them."""
        sent = request.GET.dict()
        state, rule = choice(sent, "state", tuple(STATES), "open"), sent.get("rule", "")
        page = max(1, whole(sent, "page") or 1)
        found, total = risks.notices(actor=self.actor, settled=STATES[state], rule=rule, page=page)
        names = risks.people([person for one in found for person in one.people])
        areas = grids.names({one.code for one in found if one.code})
        auditor = allowed(self.actor, "risk.list", None)
        context = {
            "rows": [(one, name_of(one.rule), [names.get(person, "") for person in one.people], areas.get(one.code, "")) for one in found],
            "total": total,
            "state": state,
            "states": [("open", _("未处理")), ("settled", _("已处理")), ("all", _("全部"))],
            "rule": rule,
            "rules": [(one.code, name_of(one)) for one in RiskRule.objects.order_by("rank")] if auditor else [],
            "page": page,
            "pages": -(-total // risks.PAGE),
            "auditor": auditor,
            "may_list_rules": allowed(self.actor, "risk_rule.list", None),
        }
        return render(request, "evaluation/risks.html", context)


class NoticePage(StaffPage):
    """One notice with the entries behind it, what was said, and how it was settled."""

    roles = EVERYBODY

    def get(self, request: HttpRequest, notice_id: int) -> HttpResponse:
        """The page."""
        return self.page(request, notice_id)

    def post(self, request: HttpRequest, notice_id: int) -> HttpResponse:
        """Settle or comment; a refusal shows the page again with the reason."""
        sent, at = request.POST, timezone.now()
        try:
            if "settle" in sent:
                settle_notice(actor=self.actor, notice_id=notice_id, outcome=sent.get("outcome", ""), reason=sent.get("reason", ""), at=at)
            else:
                comment_notice(actor=self.actor, notice_id=notice_id, text=sent.get("text", ""), at=at)
        except Invalid as refused:
            return self.page(request, notice_id, refused)
        return redirect("risk", notice_id)

    def page(self, request: HttpRequest, notice_id: int, refused: Refused | None = None) -> HttpResponse:
        """The page, with the refusal's status when there is one."""
        notice = visible_notice(actor=self.actor, notice_id=notice_id)
        names = risks.people(notice.people)
        context = {
            "notice": notice,
            "case_id": str(notice.incident_id),
            "name": name_of(notice.rule),
            "meaning": meaning_of(notice.rule),
            "people": [names.get(person, "") for person in notice.people],
            "area": grids.full_name(notice.code) if notice.code else "",
            "entries": risks.behind(notice),
            "said": risks.comments(notice),
            "outcomes": Outcome.choices,
            "may_settle": not notice.outcome and allowed(self.actor, "risk.settle", notice),
            "about_me": self.actor.user_id in notice.people,
            "typed": request.POST,
            "refused": refused,
        }
        return render(request, "evaluation/risk.html", context, status=refused.status if refused else 200)


class Rules(StaffPage):
    """The rules with their thresholds; the security administrator sets them."""

    roles = frozenset({Role.AUDIT_ADMIN, Role.SECURITY_ADMIN})

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list."""
        return self.page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Set one rule."""
        sent = request.POST.dict()
        try:
            limits = {name.removeprefix("limit_"): number(name, value) for name, value in sent.items() if name.startswith("limit_")}
            change_rule(actor=self.actor, code=str(sent.get("rule", "")), limits=limits, active="active" in sent, at=timezone.now())
        except Invalid as refused:
            return self.page(request, refused)
        return redirect("risk_rules")

    def page(self, request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
        """The page, with the refusal's status when there is one."""
        policy.require(self.actor, "risk_rule.list", None)
        rules = [(one, name_of(one), meaning_of(one), sorted(one.limits.items())) for one in RiskRule.objects.order_by("rank")]
        context: dict[str, Any] = {"rules": rules, "may_change": allowed(self.actor, "risk_rule.change", None), "refused": refused}
        return render(request, "evaluation/risk_rules.html", context, status=refused.status if refused else 200)


def number(name: str, value: object) -> int:
    """A threshold from a form."""
    text = str(value)
    if not (text.isascii() and text.isdigit() and len(text) < 9):  # noqa: PLR2004
        raise Invalid(fields={name: [_("应为数字。")]})
    return int(text)
