"""Telling those who subscribed to an area (告知订阅者) that a bulletin or an emergency notice is for them."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from governance.codes import within
from governance.notices.actions import notify
from governance.notices.events import declare
from governance.notices.models import Address
from governance.notices.recipients import To
from grids import queries as grids

EVENT = "area.bulletin"
AREA = "area:"
"""How topics of subscriptions to an area begin: `area:<code>:<id>`."""


def declare_events() -> None:
    """Make the event known when the app starts."""
    declare(EVENT, _("订阅的公告"), title=_("标题"), area=_("区域"), unit=_("发布单位"))


def tell_area(*, code: str, title: str, unit: str, key: str, link: str, at: datetime) -> None:
    """One notice to everybody whose area touches this one; in the transaction of the change, before the record."""
    topics = Address.objects.filter(topic__startswith=AREA, ended_at__isnull=True).values_list("topic", flat=True).distinct()
    heard = [topic for topic in topics if _touches(topic.split(":")[1], code)]
    if heard:
        facts = {"title": title, "area": grids.full_name(code), "unit": unit}
        to = [To.topic(topic) for topic in heard]
        notify(event=EVENT, audience="subscriber", to=to, facts=facts, at=at, key=f"{EVENT}:{key}", code=code, link=link)


def _touches(one: str, other: str) -> bool:
    return within(one, other) or within(other, one)
