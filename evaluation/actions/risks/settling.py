"""Settling notices, saying something about them, and setting the thresholds (处理风险提示)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from evaluation.models import Notice, RiskRule
from evaluation.models.risks import Outcome
from evaluation.rules import may_view_risk
from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Conflict, Invalid, NotFound
from governance.ledger.record import record

SHORTEST, LONGEST = 5, 1000
HIGHEST = 1_000_000


@transaction.atomic
def settle_notice(*, actor: Actor, notice_id: int, outcome: str, reason: str, at: datetime) -> Notice:
    """Say what came of it, once and with a reason. Records risk.settled.

    Refuses NotFound outside the auditor's areas, NotAllowed about oneself, Conflict for what is settled, Invalid without a reason.
    """
    notice = visible_notice(actor=actor, notice_id=notice_id, lock=True)
    policy.require(actor, "risk.settle", notice)
    if notice.outcome:
        raise Conflict(_("这条提示已经处理。"))
    if outcome not in Outcome.values:
        raise Invalid(fields={"outcome": [_("请选择处理结果。")]})
    notice.outcome, notice.reason = outcome, words("reason", reason)
    notice.settled_at, notice.settled_by_id = at, actor.user_id
    notice.save(update_fields=["outcome", "reason", "settled_at", "settled_by"])
    detail = {"rule": notice.rule_id, "outcome": outcome, "reason": notice.reason}
    record(actor=actor, verb="risk.settled", kind="risk", object_id=str(notice.pk), code=notice.code, at=at, detail=detail)
    return notice


@transaction.atomic
def comment_notice(*, actor: Actor, notice_id: int, text: str, at: datetime) -> None:
    """Explain it: whoever it is about, or the auditor. Records risk.commented, which is where the words stand."""
    notice = visible_notice(actor=actor, notice_id=notice_id)
    policy.require(actor, "risk.comment", notice)
    detail = {"text": words("text", text)}
    record(actor=actor, verb="risk.commented", kind="risk", object_id=str(notice.pk), code=notice.code, at=at, detail=detail)


def visible_notice(*, actor: Actor, notice_id: int, lock: bool = False) -> Notice:
    """The notice, if the actor may see it; else NotFound, the same as for none."""
    rows = Notice.objects.select_for_update() if lock else Notice.objects.select_related("rule")
    notice = rows.filter(pk=notice_id).first()
    if notice is None or not may_view_risk(actor, notice):
        raise NotFound
    return notice


def words(name: str, text: str) -> str:
    """A text that says something; Invalid names the field."""
    text = text.strip()
    if not SHORTEST <= len(text) <= LONGEST:
        raise Invalid(fields={name: [_("请写 %(least)d 到 %(most)d 个字。") % {"least": SHORTEST, "most": LONGEST}]})
    return text


@transaction.atomic
def change_rule(*, actor: Actor, code: str, limits: Mapping[str, int], active: bool, at: datetime) -> RiskRule:
    """Set a rule's thresholds, or switch it. They hold for what it looks at from now on. Records risk_rule.changed with both values."""
    policy.require(actor, "risk_rule.change", None)
    rule = RiskRule.objects.select_for_update().filter(pk=code).first()
    if rule is None:
        raise NotFound
    if set(limits) != set(rule.limits):
        raise Invalid(fields={"limits": [_("没有这项阈值。")]})
    wrong = {name: [_("应为 0 到 %(most)d 的整数。") % {"most": HIGHEST}] for name, value in limits.items() if not 0 <= value <= HIGHEST}
    if wrong:
        raise Invalid(fields=wrong)
    before = {"limits": rule.limits, "active": rule.active}
    if before == {"limits": dict(limits), "active": active}:
        return rule
    rule.limits, rule.active = dict(limits), active
    rule.save(update_fields=["limits", "active"])
    detail = {"before": before, "after": {"limits": rule.limits, "active": active}}
    record(actor=actor, verb="risk_rule.changed", kind="risk_rule", object_id=code, code="", at=at, detail=detail)
    return rule
