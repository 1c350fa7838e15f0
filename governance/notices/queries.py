"""Questions about notices: who gets one, in which words, what failed, what is open."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from governance.access.actor import Actor, code_in
from governance.access.models import Post
from governance.access.roles import DESK, SYSTEM, Role
from governance.codes import ancestors
from governance.notices.models import Address, Delivery, Language, Notice, Status, Template
from governance.notices.recipients import To
from governance.prepared import ask


def addresses_of(*, to: To, event: str, at: datetime) -> QuerySet[Address]:
    """The kept addresses that a recipient stands for at this moment: users who are active, posts that are held."""
    wanted = Q(events=[]) | Q(events__contains=[event])
    return Address.objects.filter(_owners(to, at), wanted, ended_at__isnull=True, sealed__isnull=False)


def _owners(to: To, at: datetime) -> Q:
    match to.kind:
        case "user":
            return Q(user=int(to.value), user__is_active=True)
        case "unit":
            return Q(unit=int(to.value)) | Q(user__in=_holders(at).filter(unit=int(to.value), role=Role.HANDLER).values("user"))
        case "role":
            posts = _holders(at).filter(role=to.value, code__in=["", *ancestors(to.code)])
            return Q(user__in=posts.values("user")) | Q(unit__in=posts.values("unit"))
        case "topic":
            return Q(topic=to.value)
    return Q(pk__in=[])


def _holders(at: datetime) -> QuerySet[Post]:
    return Post.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), starts_at__lte=at, user__is_active=True)


def template_for(*, event: str, audience: str, language: str) -> Template | None:
    """The words in this language, else in Chinese, else none."""
    found = {one.language: one for one in Template.objects.filter(event=event, audience=audience)}
    return found.get(language) or found.get(Language.CHINESE)


def deliveries_visible_to(actor: Actor) -> QuerySet[Delivery]:
    """Deliveries of notices about the actor's areas; the system administrator sees all."""
    found = Delivery.objects.select_related("notice")
    if actor.has_role(Role.SYSTEM_ADMIN, SYSTEM):
        return found
    return found.filter(notice__in=Notice.objects.filter(code_in("code", actor.scopes(DESK))))


def failed_count(actor: Actor) -> int:
    """How many deliveries wait for a person."""
    return deliveries_visible_to(actor).filter(status=Status.FAILED).count()


def own_addresses(user_id: int) -> QuerySet[Address]:
    """A user's addresses in use."""
    return Address.objects.filter(user=user_id, ended_at__isnull=True).order_by("added_at")


def unit_addresses() -> QuerySet[Address]:
    """Robots and webhooks of units in use."""
    return Address.objects.filter(unit__isnull=False, ended_at__isnull=True).select_related("unit").order_by("unit__name", "added_at")


def due_deliveries(*, at: datetime, stale: datetime) -> Iterable[str]:
    """Deliveries whose time has come and those that somebody took before `stale` and never finished (A20)."""
    late = Q(status=Status.WAITING, next_at__lte=at) | Q(status=Status.SENDING, claimed_at__lte=stale)
    return [str(key) for key in Delivery.objects.filter(late).order_by("next_at").values_list("pk", flat=True)[:500]]


ANYBODY = "EXISTS (SELECT FROM governance_address WHERE ended_at IS NULL AND topic = '')"
"""For a statement that is asked anyway, so that the question costs no round trip of its own."""
HEARD = "SELECT DISTINCT topic FROM governance_address WHERE topic = ANY(%s) AND topic <> '' AND ended_at IS NULL"


def anybody_listens() -> bool:
    """Whether any user or unit has an address at all: where nobody has, filing a case writes no notice."""
    return bool(ask(f"SELECT {ANYBODY}")[0][0])


def topics_heard(topics: Collection[str]) -> set[str]:
    """Those of the topics under which somebody left an address."""
    return {topic for (topic,) in ask(HEARD, [list(topics)])}
