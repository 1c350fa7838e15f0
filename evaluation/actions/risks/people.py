"""Rules about looking at people's data (查阅规则): out of hours, unusually many (D13), in bulk (D12)."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from statistics import median

from django.db import connection

from evaluation.actions.risks.finding import WORKING, Fact, Found, Limits, of_actor
from governance.access.models import Post
from incidents.clock import SHANGHAI

LOOKS = ("resident.read", "resident.unmasked")
PEERS_DAYS = 30
COUNTS = """
SELECT actor_id, (at AT TIME ZONE 'Asia/Shanghai')::date AS day, count(DISTINCT resident_id) FROM residents_look
WHERE at >= %s AND at < %s AND actor_id IS NOT NULL GROUP BY 1, 2
"""


def unmask_out_of_hours(fresh: Sequence[Fact], limits: Limits) -> Iterator[Found]:
    """Somebody looked at unmasked data between `from` in the evening and `until` in the morning."""
    for person, day in sorted({(fact.actor_id, fact.day) for fact in fresh if fact.actor_id and out_of_hours(fact.at, limits)}):
        entries = [fact for fact in fresh if (fact.actor_id, fact.day) == (person, day) and out_of_hours(fact.at, limits)]
        yield Found(f"{person}:{entries[0].name}", entries[0].code[:6], entries, [person], numbers={"looks": len(entries)})


def out_of_hours(at: datetime, limits: Limits) -> bool:
    """Whether the moment lies outside of working hours in Shanghai."""
    hour = at.astimezone(SHANGHAI).hour
    return hour >= limits["from"] or hour < limits["until"]


def many_looks(fresh: Sequence[Fact], limits: Limits) -> Iterator[Found]:
    """In a day somebody saw more people than `times` the median of the peers' days, and at least `least` (D13)."""
    for person, day in sorted({(fact.actor_id, fact.day) for fact in fresh if fact.actor_id}):
        last = max(fact.at for fact in fresh if (fact.actor_id, fact.day) == (person, day))
        seen, usual = beside_peers(person, day, last)
        if seen >= limits["least"] and seen > limits["times"] * usual:
            entries = of_actor(person, last, LOOKS)
            yield Found(f"{person}:{day}", entries[0].code[:6], entries[-200:], [person], numbers={"people": seen, "peers": usual})


def beside_peers(person: int, day: str, at: datetime) -> tuple[int, float]:
    """How many people somebody saw that day, and the median of the days on which peers saw anybody; 0 without such days."""
    since = at - timedelta(days=PEERS_DAYS)
    end = at.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, [since, end])
        counts = {(actor, one.isoformat()): count for actor, one, count in cursor.fetchall()}
    peers = peers_of(person)
    usual = [count for (actor, _day), count in counts.items() if actor in peers]
    return counts.get((person, day), 0), float(median(usual)) if usual else 0.0


def peers_of(person: int) -> set[int]:
    """Who holds or held a role that this person holds."""
    roles = Post.objects.filter(user=person, role__in=WORKING).values_list("role", flat=True)
    return set(Post.objects.filter(role__in=list(roles)).exclude(user=person).values_list("user_id", flat=True))


def bulk_export(fresh: Sequence[Fact], limits: Limits) -> Iterator[Found]:
    """An export had `people` people or more in it, or it was somebody's `exports`-th of the day (D12)."""
    for fact in fresh:
        people = int(fact.detail.get("people") or 0)
        if people >= limits["people"]:
            yield Found(fact.name, fact.code, [fact], [fact.actor_id], numbers={"people": people})
    for person, day in sorted({(fact.actor_id, fact.day) for fact in fresh if fact.actor_id}):
        last = max(fact.at for fact in fresh if (fact.actor_id, fact.day) == (person, day))
        made = of_actor(person, last, ("export.made",))
        if len(made) >= limits["exports"]:
            yield Found(f"{person}:{day}", made[0].code[:6], made, [person], numbers={"exports": len(made)})
