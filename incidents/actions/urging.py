"""Urging from above (督办): a leader or the desk asks for speed; whoever holds the case replies where that is wanted."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from governance.access.actor import Actor
from governance.errors import Conflict, Invalid
from incidents.actions.desk import told
from incidents.actions.move import Change, _move
from incidents.models import Incident, UrgeKind, Urging

LEVELS = (1, 2, 3)


@transaction.atomic
def urge_case(
    *, actor: Actor, incident_id: UUID, version: int | None, at: datetime, level: int, kind: str, text: str, reply_wanted: bool = True
) -> Incident:
    """Urge a case (督办), level 1 to 3, for being overdue, by a leader's wish or as important. Records incident.urged."""
    if level not in LEVELS:
        raise Invalid(fields={"level": [_("级别应为 1、2 或 3。")]})
    if kind not in UrgeKind.values:
        raise Invalid(fields={"kind": [_("应为 %(known)s 之一。") % {"known": "、".join(UrgeKind.values)}]})
    said = told("text", text)

    def prepare(incident: Incident) -> Change:
        urging = Urging.objects.create(
            incident=incident, level=level, kind=kind, text=said, reply_wanted=reply_wanted, author_id=actor.user_id, at=at
        )
        detail: dict[str, Any] = {"urging": urging.pk, "level": level, "kind": kind, "opinion": said, "reply_wanted": reply_wanted}
        fields = {"urged": max(incident.urged, level), "owed": incident.owed + reply_wanted, "talks": incident.talks + 1}
        return Change(incident.state, fields, detail)

    return _move(actor=actor, verb="urge", incident_id=incident_id, version=version, at=at, prepare=prepare)


@transaction.atomic
def reply_to_urging(
    *, actor: Actor, incident_id: UUID, version: int | None, at: datetime, reply: str, urging_id: int | None = None
) -> Incident:
    """Answer an urging (回复督办), the oldest open one when none is named. Not one's own. Records incident.replied."""
    said = told("reply", reply)

    def prepare(incident: Incident) -> Change:
        waiting = incident.urgings.filter(reply_wanted=True, replied_at__isnull=True).order_by("at", "pk")
        urging = (waiting if urging_id is None else waiting.filter(pk=urging_id)).first()
        if urging is None:
            raise Conflict(_("没有等待回复的督办。"))
        if urging.author_id is not None and urging.author_id == actor.user_id:
            raise Invalid(fields={"reply": [_("不能回复自己发出的督办。")]})
        urging.reply, urging.replier_id, urging.replied_at = said, actor.user_id, at
        urging.save(update_fields=["reply", "replier", "replied_at"])
        detail = {"urging": urging.pk, "opinion": said, "urged_by": urging.author_id}
        return Change(incident.state, {"owed": max(0, incident.owed - 1)}, detail)

    return _move(actor=actor, verb="reply", incident_id=incident_id, version=version, at=at, prepare=prepare)
