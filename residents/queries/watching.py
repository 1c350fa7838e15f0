"""Who looks at many people (异常查阅, D13): viewers far above the others of a period; ids and counts only."""

from collections import Counter
from datetime import datetime, timedelta
from statistics import median

from governance.access.models import User
from residents.models import Look

SPAN = timedelta(days=7)
TIMES, LEAST = 3, 50
"""Above three times the median of all viewers, and above fifty people: less is a working day."""


def unusual_lookers(*, at: datetime) -> list[tuple[str, int, float]]:
    """The viewers who saw more than three times as many people as the median viewer in a week: name, people, times the median."""
    pairs = Look.objects.filter(at__gt=at - SPAN, at__lte=at, actor_id__isnull=False).values_list("actor_id", "resident_id").distinct()
    seen = Counter(actor for actor, _person in pairs.iterator())
    if not seen:
        return []
    middle = median(seen.values())
    found = {actor: people for actor, people in seen.items() if people > max(LEAST, TIMES * middle)}
    names = dict(User.objects.filter(pk__in=[actor for actor in found if actor is not None]).values_list("pk", "display_name"))
    most = sorted(found.items(), key=lambda one: -one[1])
    return [(names.get(actor or 0, str(actor)), people, round(people / middle, 1)) for actor, people in most]
