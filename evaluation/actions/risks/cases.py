"""Rules about the handling of cases (办案规则)."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.dateparse import parse_datetime

from evaluation.actions.risks.finding import Fact, Found, Limits, of_objects
from incidents.clock import SHANGHAI
from incidents.models import Incident, Photo, Stage

FORCED = ("incident.force_closed", "incident.closed_by_force")


def no_check_photo(fresh: Sequence[Fact], _limits: Limits) -> Iterator[Found]:
    """A case was closed and nobody took a photo at its check."""
    ids = [fact.object_id for fact in fresh]
    shown = {
        str(one)
        for one in Photo.objects.filter(incident_id__in=[UUID(one) for one in ids], stage=Stage.CHECK).values_list("incident_id", flat=True)
    }
    checks = of_objects("incident", (one for one in ids if one not in shown), ("incident.checked",))
    for fact in fresh:
        if fact.object_id not in shown and (seen := checks.get(fact.object_id)):
            yield of_case(fact, [seen[-1], fact], [seen[-1].actor_id, fact.actor_id])


def reworked_often(fresh: Sequence[Fact], limits: Limits) -> Iterator[Found]:
    """The same case was sent back `times` times."""
    for case_id, sent in of_objects("incident", (fact.object_id for fact in fresh), ("incident.reworked",)).items():
        if len(sent) >= limits["times"]:
            done = of_objects("incident", [case_id], ("incident.fed_back",)).get(case_id, [])
            yield of_case(sent[limits["times"] - 1], sent, [fact.actor_id for fact in done], times=len(sent))


def same_pair(fresh: Sequence[Fact], limits: Limits) -> Iterator[Found]:
    """`cases` cases in `days` days were found by the same worker and handled by the same person: `share` per cent of the worker's."""
    looked: set[tuple[int, int]] = set()
    for fact in fresh:
        case = Incident.objects.filter(pk=fact.object_id, source="grid_worker", reporter__isnull=False).values_list("reporter_id").first()
        if case is None or fact.actor_id is None or (case[0], fact.actor_id) in looked:
            continue
        looked.add((case[0], fact.actor_id))
        since = fact.at - timedelta(days=limits["days"])
        handled = dict(
            Incident.objects.filter(
                reporter=case[0], handler__isnull=False, on_the_spot=False, received_at__gte=since, received_at__lte=fact.at
            ).values_list("pk", "handler_id")
        )
        both = [str(pk) for pk, handler in handled.items() if handler == fact.actor_id]
        if len(both) >= limits["cases"] and len(both) * 100 >= limits["share"] * len(handled):
            done = of_objects("incident", both, ("incident.fed_back",))
            entries = [entries[-1] for entries in done.values()]
            numbers = {"cases": len(both), "of": len(handled), "days": limits["days"]}
            yield Found(f"{case[0]}:{fact.actor_id}:{fact.day[:7]}", common(entries), entries, [case[0], fact.actor_id], numbers=numbers)


def last_minute_extension(fresh: Sequence[Fact], limits: Limits) -> Iterator[Found]:
    """The deadline was extended less than `minutes` before it ran out."""
    for fact in fresh:
        was_due = parse_datetime(str((fact.detail.get("handle_due") or {}).get("was") or ""))
        if was_due is not None and was_due - fact.at < timedelta(minutes=limits["minutes"]):
            asked = of_objects("incident", [fact.object_id], ("incident.extension_requested",)).get(fact.object_id, [])[-1:]
            left = round((was_due - fact.at).total_seconds() / 60)
            yield of_case(fact, [*asked, fact], [fact.actor_id, *(one.actor_id for one in asked)], minutes=left)


def recategorised(fresh: Sequence[Fact], limits: Limits) -> Iterator[Found]:
    """Shortly before a month's end, or after it and before it is closed, categories or their limits were changed `cases` times by one."""
    by_person: dict[tuple[int, str], list[Fact]] = {}
    for fact in fresh:
        if fact.actor_id is not None and near_month_end(fact.at, limits["days"]):
            by_person.setdefault((fact.actor_id, fact.day), []).append(fact)
    for (person, day), changes in by_person.items():
        if len(changes) >= limits["cases"]:
            yield Found(f"{person}:{day}", common(changes), changes, [person], numbers={"changes": len(changes)})


def near_month_end(at: datetime, days: int) -> bool:
    """Whether the day is one of the last `days` of its month, or of the first ones of the next."""
    today = at.astimezone(SHANGHAI).date()
    return (today + timedelta(days=days)).month != today.month or today.day <= days


def urge_ignored(fresh: Sequence[Fact], limits: Limits) -> Iterator[Found]:
    """Nothing was done for `hours` hours after an urging."""
    for fact in fresh:
        until = fact.at + timedelta(hours=limits["hours"])
        case = Incident.objects.filter(pk=fact.object_id).values_list("unit_id", "handler_id").first()
        later = of_objects("incident", [fact.object_id], MOVES).get(fact.object_id, [])
        if case is not None and not any(fact.at < one.at <= until for one in later):
            yield of_case(fact, [fact], [case[1]], hours=limits["hours"], unit=case[0])


MOVES = (
    "incident.replied", "incident.filed", "incident.dispatched", "incident.assigned", "incident.returned", "incident.fed_back",
    "incident.sent_to_check", "incident.checked", "incident.closed", "incident.cancelled", "incident.refused", "incident.merged",
    "incident.suspended", "incident.extension_requested", "incident.suspension_requested", "incident.verified", "incident.asked",
)  # fmt: skip


def forced_close(fresh: Sequence[Fact], _limits: Limits) -> Iterator[Found]:
    """Somebody closed the case by force."""
    for fact in fresh:
        if fact.verb in FORCED or fact.detail.get("forced"):
            yield of_case(fact, [fact], [fact.actor_id])


def quick_check(fresh: Sequence[Fact], limits: Limits) -> Iterator[Found]:
    """A check was passed less than `seconds` after it was asked for."""
    passed = [fact for fact in fresh if fact.detail.get("result") == "passed"]
    asked = of_objects("incident", (fact.object_id for fact in passed), ("incident.sent_to_check",))
    for fact in passed:
        before = [one for one in asked.get(fact.object_id, []) if one.at <= fact.at]
        if before and (fact.at - before[-1].at).total_seconds() < limits["seconds"]:
            took = round((fact.at - before[-1].at).total_seconds())
            yield of_case(fact, [before[-1], fact], [fact.actor_id], seconds=took)


def cancelled_late(fresh: Sequence[Fact], _limits: Limits) -> Iterator[Found]:
    """A case was cancelled after its deadline: it is not counted as late any more."""
    due = dict(Incident.objects.filter(pk__in=[fact.object_id for fact in fresh]).values_list("pk", "handle_due_at"))
    for fact in fresh:
        late = any(clock.get("late") for clock in fact.detail.get("clocks", ()))
        if late or ((moment := due.get(UUID(fact.object_id))) is not None and moment < fact.at):
            yield of_case(fact, [fact], [fact.actor_id])


def self_verified(fresh: Sequence[Fact], _limits: Limits) -> Iterator[Found]:
    """Whoever reported the case also verified it."""
    reports = of_objects("incident", (fact.object_id for fact in fresh), ("incident.reported",))
    for fact in fresh:
        first = reports.get(fact.object_id, [])[:1]
        if first and fact.actor_id is not None and first[0].actor_id == fact.actor_id:
            yield of_case(fact, [first[0], fact], [fact.actor_id])


def of_case(fact: Fact, entries: Sequence[Fact], people: Sequence[int | None], **numbers: object) -> Found:
    """A finding about one case, known by the entry that made it one."""
    return Found(fact.name, fact.code, entries, people, UUID(fact.object_id), numbers)


def common(entries: Sequence[Fact]) -> str:
    """The area of entries: of the first, or none when they are of several districts."""
    codes = {fact.code[:6] for fact in entries}
    return entries[0].code[:6] if len(codes) == 1 else ""
