"""Who may see figures, close months, note spot checks, and who watches over power on record."""

from typing import Any

from django.db.models import Q, QuerySet

from evaluation.models import Notice
from governance.access.actor import Actor, code_in
from governance.access.policy import rule
from governance.access.roles import DESK, FIELD, OVERSIGHT, SYSTEM, Role
from governance.codes import Level, within

SEES_FIGURES = OVERSIGHT | {Role.DUTY_CHIEF, SYSTEM}
EVALUATED = FIELD | DESK | {Role.HANDLER}
"""Posts whose holders have figures of their own."""


@rule("figures.view")
def may_view_figures(actor: Actor, code: str | None) -> bool:
    """Leaders, evaluators and duty chiefs, within their area; without a code whether there is any."""
    return actor.has_role(*SEES_FIGURES) if code is None else actor.holds(SEES_FIGURES, code)


@rule("figures.own")
def may_view_own_figures(actor: Actor, _obj: Any) -> bool:
    """Whoever works cases sees the own figures and what they are made of."""
    return actor.has_role(*EVALUATED)


@rule("month.close")
def may_close_month(actor: Actor, code: str | None) -> bool:
    """Evaluators of the area, and timers."""
    roles = {Role.EVALUATOR, SYSTEM}
    return actor.has_role(*roles) if code is None else actor.holds(roles, code)


@rule("spot.note")
def may_note_spot_check(actor: Actor, code: str | None) -> bool:
    """Evaluators, duty chiefs and grid leaders, within their area; nobody about themselves (the action refuses that)."""
    roles = {Role.EVALUATOR, Role.DUTY_CHIEF, Role.GRID_LEADER}
    return actor.has_role(*roles) if code is None else actor.holds(roles, code)


@rule("indicators.load")
def may_load_indicators(actor: Actor, _obj: Any) -> bool:
    """The system administrator and commands."""
    return actor.has_role(Role.SYSTEM_ADMIN, SYSTEM)


@rule("indicators.set")
def may_set_indicators(actor: Actor, _obj: Any) -> bool:
    """The system administrator: it changes everybody's figures, so no evaluator does it alone."""
    return actor.has_role(Role.SYSTEM_ADMIN, SYSTEM)


@rule("scale.set")
def may_set_scale(actor: Actor, _obj: Any) -> bool:
    """Evaluators of a whole district or city, whose figures it changes, and the system administrator. What is over stays as it is."""
    wide = any(post.role == Role.EVALUATOR and len(post.code) <= Level.DISTRICT for post in actor.posts)
    return wide or actor.has_role(Role.SYSTEM_ADMIN, SYSTEM)


@rule("figures.keep", "risk.find")
def may_keep_figures(actor: Actor, _obj: Any) -> bool:
    """Timers only."""
    return actor.has_role(SYSTEM)


@rule("risk.list")
def may_list_risks(actor: Actor, _obj: Any) -> bool:
    """The audit administrator."""
    return actor.has_role(Role.AUDIT_ADMIN)


@rule("risk.view")
def may_view_risk(actor: Actor, notice: Notice) -> bool:
    """The audit administrator of the area, and whoever it is about."""
    return watches(actor, notice.code) or (actor.user_id is not None and actor.user_id in notice.people)


def risks_visible_to(actor: Actor) -> QuerySet[Notice]:
    """The notices for which `may_view_risk` says yes. One without an area belongs to every audit administrator."""
    condition = code_in("code", actor.scopes({Role.AUDIT_ADMIN}))
    if actor.has_role(Role.AUDIT_ADMIN):
        condition |= Q(code="")
    if actor.user_id is not None:
        condition |= Q(people__contains=[actor.user_id])
    return Notice.objects.filter(condition)


@rule("risk.settle")
def may_settle_risk(actor: Actor, notice: Notice) -> bool:
    """The audit administrator of the area, but nobody a notice about themselves."""
    return watches(actor, notice.code) and actor.user_id not in notice.people


@rule("risk.comment")
def may_comment_risk(actor: Actor, notice: Notice) -> bool:
    """Whoever may see it."""
    return may_view_risk(actor, notice)


@rule("risk_rule.list")
def may_list_rules(actor: Actor, _obj: Any) -> bool:
    """Those who watch and those who set the thresholds."""
    return actor.has_role(Role.AUDIT_ADMIN, Role.SECURITY_ADMIN)


@rule("risk_rule.change")
def may_change_rule(actor: Actor, _obj: Any) -> bool:
    """The security administrator."""
    return actor.has_role(Role.SECURITY_ADMIN)


def watches(actor: Actor, code: str) -> bool:
    """Whether an audit post covers the area; what belongs to no area is everybody's who audits."""
    return any(post.role == Role.AUDIT_ADMIN and (not code or within(code, post.code)) for post in actor.posts)
