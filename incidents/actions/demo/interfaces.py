"""The demonstration's notices, key and open data (演示通知、密钥、开放数据): what someone who signs in finds on those pages."""

from datetime import datetime

from django.db import transaction

from governance.access.actor import SYSTEM_ACTOR
from governance.access.models import Post, User
from governance.access.roles import Role
from governance.notices.actions import add_address
from governance.notices.models import Notice
from governance.notices.recipients import To
from incidents.actions.keys import issue_key
from incidents.actions.opendata import publish_open_data
from incidents.actions.telling import DESK, HANDLER, tell_staff
from incidents.models import ApiKey, Incident
from incidents.workflow import WITH_UNIT

KEY = "演示：社区服务小程序"
ADDRESSES = (("dispatcher", "13800138001"), ("handler", "13800138002"), ("chief", "13800138003"))
"""Numbers of nobody; the default sender writes to the console and the database."""
WRONG = "1380013"
"""A number with digits missing: its notice fails and waits for a person."""
TOLD = 4


def show_interfaces(*, at: datetime) -> None:
    """Addresses of demo staff, overdue cases told to them, one notice that failed, a key, the open data. The second time adds nothing."""
    for username, number in ADDRESSES:
        user = User.objects.filter(username=username, fictitious=True).first()
        if user is not None:
            add_address(actor=SYSTEM_ACTOR, channel="sms", address={"address": number}, at=at, user_id=user.pk)
    _tell_overdue(at)
    if not ApiKey.objects.filter(name=KEY).exists():
        issue_key(actor=SYSTEM_ACTOR, name=KEY, at=at, per_hour=120)
    publish_open_data(actor=SYSTEM_ACTOR, at=at)


@transaction.atomic
def _tell_overdue(at: datetime) -> None:
    if Notice.objects.filter(key__startswith="demo:").exists():
        return
    street = Post.objects.filter(user__username=ADDRESSES[0][0]).values_list("code", flat=True).first() or ""
    late = Incident.objects.filter(state__in=sorted(WITH_UNIT), handle_due_at__lt=at, unit__isnull=False, code__startswith=street)
    late = late.order_by("handle_due_at")[:TOLD]
    for place, case in enumerate(late):
        desk = [To.role(role, case.code) for role in (Role.DISPATCHER, Role.DUTY_CHIEF)]
        tell_staff(event="incident.overdue", audience=DESK, to=desk, incident=case, at=at, key=f"demo:desk:{case.pk}")
        to = [To.unit(case.unit_id or 0)] if place else [To.at("sms", WRONG)]
        tell_staff(event="incident.overdue", audience=HANDLER, to=to, incident=case, at=at, key=f"demo:unit:{case.pk}")
