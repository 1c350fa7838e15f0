"""Subscribing to an area or to what happens around a place (订阅身边事), and telling those who did."""

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.gis.geos import Point
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.access.actor import PUBLIC, SYSTEM_ACTOR
from governance.errors import Invalid, NotFound
from governance.ledger.record import record
from governance.limits.actions import Limit, require
from governance.notices.actions import add_address, end_address, notify
from governance.notices.channels import CHANNELS
from governance.notices.models import Address
from governance.notices.recipients import To
from governance.notices.sealing import digest, seal, unseal
from grids import queries as grids
from incidents.models import Incident, Subscription
from incidents.publicity import Publicity, public_place
from incidents.queries import reference
from incidents.queries.portal import is_private, is_shown
from incidents.queries.subscribed import subscription_by_id, topics_for

WAYS = frozenset({"email", "push"})
PER_TARGET = Limit("subscribe.target", 5, timedelta(days=1))
PER_NETWORK = Limit("subscribe.network", 60, timedelta(hours=1))
ASKED, CASE = "subscription.asked", "area.case"
TOLD = frozenset({"filed", "closed"})


def link_of(subscription_id: UUID) -> str:
    """The secret path by which a subscription is confirmed and ended."""
    mac = hmac.digest(settings.SECRET_KEY.encode(), b"subscription:" + subscription_id.bytes, "sha256").hex()[:32]
    return reverse("subscription", args=[subscription_id, mac])


def subscribe(
    *, channel: str, target: Mapping[str, str], network: str, at: datetime, code: str = "", lon: float | None = None,
    lat: float | None = None, metres: int | None = None, language: str = "zh-hans",
) -> Subscription:  # fmt: skip
    """Ask for news. An e-mail address gets a link first and nothing else before it is opened; a browser has agreed itself.

    The answer is the same for a known and an unknown address. Refuses (Invalid) an address that is none, an area that is none,
    and TooOften. Records subscription.asked, without the address.
    """
    if channel not in WAYS:
        raise Invalid(fields={"channel": [_("请选择订阅方式。")]})
    room = CHANNELS[channel]
    checked = room.check(target)
    circle = lon is not None and lat is not None and metres is not None
    if not circle and grids.names([code])[code] == code:
        raise Invalid(fields={"code": [_("请选择社区，或在当前位置周围订阅。")]})
    require([(PER_TARGET, digest(channel, room.identity(checked)).hex()), (PER_NETWORK, network)], at=at)
    made = Subscription(
        pk=uuid4(), channel=channel, code="" if circle else code, point=Point(lon, lat, srid=4326) if circle else None,
        metres=metres if circle else None, language=language, hint=room.hint(checked), asked_at=at,
    )  # fmt: skip
    made.sealed = seal(made.pk, checked)
    with transaction.atomic():
        made.save(force_insert=True)
        if channel == "email":
            to = To.at("email", checked["address"], language=language)
            facts = {"area": _area(made)}
            notify(event=ASKED, audience="subscriber", to=[to], facts=facts, at=at, key=f"{ASKED}:{made.pk}", link=link_of(made.pk))
        record(actor=PUBLIC, verb=ASKED, kind="subscription", object_id=str(made.pk), code=made.code, at=at)
    return made if channel == "email" else confirm(subscription_id=made.pk, at=at)


@transaction.atomic
def confirm(*, subscription_id: UUID, at: datetime) -> Subscription:
    """From now on news comes. Again is the same. Records subscription.confirmed."""
    row = Subscription.objects.select_for_update().filter(pk=subscription_id, ended_at__isnull=True).first()
    if row is None:
        raise NotFound
    if row.confirmed_at is None and row.sealed is not None:
        target = unseal(row.pk, bytes(row.sealed))
        add_address(actor=SYSTEM_ACTOR, channel=row.channel, address=target, topic=row.topic, language=row.language, at=at)
        row.confirmed_at, row.sealed = at, None
        row.save(update_fields=["confirmed_at", "sealed"])
        record(actor=PUBLIC, verb="subscription.confirmed", kind="subscription", object_id=str(row.pk), code=row.code, at=at)
    return row


@transaction.atomic
def unsubscribe(*, subscription_id: UUID, at: datetime) -> None:
    """No more news; the address is erased. Records subscription.ended."""
    row = Subscription.objects.select_for_update().filter(pk=subscription_id, ended_at__isnull=True).first()
    if row is None:
        raise NotFound
    for address in Address.objects.filter(topic=row.topic, ended_at__isnull=True):
        end_address(actor=SYSTEM_ACTOR, address_id=address.pk, at=at)
    row.ended_at, row.sealed, row.hint = at, None, "—"
    row.save(update_fields=["ended_at", "sealed", "hint"])
    record(actor=PUBLIC, verb="subscription.ended", kind="subscription", object_id=str(row.pk), code=row.code, at=at)


def tell_neighbours(*, verb: str, case: Incident, at: datetime) -> None:
    """Tell those who subscribed that a public case of an open category was accepted or closed; in the transaction of the step."""
    category = reference.categories().get(case.category_id)
    if verb not in TOLD or category is None or category.publicity != Publicity.OPEN:
        return
    topics = topics_for(case)
    if not topics or not is_shown(case, at):
        return
    place = "" if is_private(case) else public_place(place=case.place, publicity=Publicity.OPEN)
    facts = {
        "category": {"zh-hans": category.name, "en": category.name_en or category.name}, "number": case.number,
        "area": grids.full_name(case.code[:12]), "place": place,
        "state": {"zh-hans": "已受理", "en": "accepted"} if verb == "filed" else {"zh-hans": "已办结", "en": "closed"},
    }  # fmt: skip
    notify(
        event=CASE, audience="subscriber", to=[To.topic(topic) for topic in topics], facts=facts, at=at, code=case.code,
        key=f"{CASE}:{verb}:{case.pk}:{case.version}", link=reverse("around_case", args=[case.number]),
    )  # fmt: skip


def known(subscription_id: UUID, mac: str) -> Subscription:
    """The subscription of a secret path; NotFound for every other."""
    row = subscription_by_id(subscription_id)
    if row is None or not hmac.compare_digest(link_of(subscription_id), reverse("subscription", args=[subscription_id, mac])):
        raise NotFound
    return row


def _area(row: Subscription) -> str:
    return grids.full_name(row.code) if row.code else _("您选的位置周围 %(metres)d 米") % {"metres": row.metres or 0}
