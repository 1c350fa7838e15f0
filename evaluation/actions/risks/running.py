"""Running the rules (风险规则运行): each reads the ledger on from where it stopped, and what it finds is a notice once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from evaluation.actions.keeping import chains
from evaluation.actions.risks import cases, people
from evaluation.actions.risks.finding import COLUMNS, Fact, Find, Found, facts
from evaluation.models import Cursor, Notice, RiskRule
from governance.access import policy
from governance.access.actor import Actor
from governance.ledger.record import record

LOCK = 7_006_002
AT_ONCE = 2000
NO_AREA = "000000"
FRESH = f"""
SELECT {COLUMNS} FROM governance_entry WHERE chain = %s AND seq > %s AND seq <= %s AND verb = ANY(%s) ORDER BY seq
"""  # noqa: S608  (names of columns)
LAST = "SELECT max(seq) FROM (SELECT seq FROM governance_entry WHERE chain = %s AND seq > %s ORDER BY seq LIMIT %s) read"
TOO_YOUNG = "SELECT min(seq) FROM governance_entry WHERE chain = %s AND seq > %s AND at > %s"


@dataclass(frozen=True, slots=True)
class Watch:
    """Which verbs a rule looks at. `wait` names the threshold in hours that an entry must be old."""

    verbs: tuple[str, ...]
    find: Find
    wait: str = ""


WATCHES: Mapping[str, Watch] = {
    "no_check_photo": Watch(("incident.closed",), cases.no_check_photo),
    "reworked_often": Watch(("incident.reworked",), cases.reworked_often),
    "same_pair": Watch(("incident.fed_back",), cases.same_pair),
    "last_minute_extension": Watch(("incident.extension_granted",), cases.last_minute_extension),
    "recategorised": Watch(("incident.recategorised", "category.changed", "standard.changed"), cases.recategorised),
    "unmask_out_of_hours": Watch(("resident.unmasked",), people.unmask_out_of_hours),
    "many_looks": Watch(people.LOOKS, people.many_looks),
    "bulk_export": Watch(("export.made",), people.bulk_export),
    "urge_ignored": Watch(("incident.urged",), cases.urge_ignored, wait="hours"),
    "forced_close": Watch((*cases.FORCED, "incident.closed"), cases.forced_close),
    "quick_check": Watch(("incident.checked",), cases.quick_check),
    "closed_after_late": Watch(("incident.cancelled",), cases.cancelled_late),
    "self_verified": Watch(("incident.verified",), cases.self_verified),
}


def find_risks(*, actor: Actor, at: datetime) -> int:
    """Let every active rule look at what is new; how many notices were raised. Records risk.raised for each.

    A rule's cursor moves in the transaction of its notices, and a finding has a key: breaking off or running twice doubles nothing.
    """
    policy.require(actor, "risk.find", None)
    raised = 0
    for rule in RiskRule.objects.filter(active=True, code__in=WATCHES).order_by("rank"):
        for chain in chains():
            while (done := look_on(actor=actor, rule=rule, chain=chain, at=at)) is not None:
                raised += done
    return raised


@transaction.atomic
def look_on(*, actor: Actor, rule: RiskRule, chain: str, at: datetime) -> int | None:
    """One piece of a chain for one rule; None when there is no more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    watch = WATCHES[rule.code]
    place, _new = Cursor.objects.get_or_create(purpose=rule.code, chain=chain, defaults={"seq": 0, "at": at})
    until = reach(chain, place.seq, at - timedelta(hours=rule.limits[watch.wait]) if watch.wait else None)
    if until is None:
        return None
    fresh = facts(FRESH, [chain, place.seq, until, list(watch.verbs)])
    Cursor.objects.filter(pk=place.pk).update(seq=until, at=at)
    return sum(raise_notice(actor=actor, rule=rule, found=found, at=at) for found in watch.find(fresh, rule.limits)) if fresh else 0


def reach(chain: str, seq: int, before: datetime | None) -> int | None:
    """Up to which number may be read now; None when nothing is left."""
    with connection.cursor() as cursor:
        cursor.execute(LAST, [chain, seq, AT_ONCE])
        last: int | None = cursor.fetchone()[0]
        if last is not None and before is not None:
            cursor.execute(TOO_YOUNG, [chain, seq, before])
            young: int | None = cursor.fetchone()[0]
            last = last if young is None else min(last, young - 1)
    return last if last is not None and last > seq else None


def raise_notice(*, actor: Actor, rule: RiskRule, found: Found, at: datetime) -> bool:
    """Keep the finding as a notice, unless it is known; whether it is new."""
    involved = sorted({person for person in found.people if person is not None})
    entries: Sequence[Fact] = found.entries
    values = {
        "code": found.code if found.code != NO_AREA else "",
        "people": involved,
        "incident_id": found.incident,
        "entries": [fact.name for fact in entries],
        "numbers": dict(found.numbers),
        "found_at": at,
    }
    notice, new = Notice.objects.get_or_create(rule=rule, key=found.key[:96], defaults=values)
    if new:
        detail = {"rule": rule.code, "entries": values["entries"], "people": involved, "numbers": values["numbers"]}
        record(actor=actor, verb="risk.raised", kind="risk", object_id=str(notice.pk), code=notice.code, at=at, detail=detail)
    return new
