"""The extension `servicerequestupdates`: steps of cases out, and what other systems did in."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access.actor import SYSTEM_ACTOR
from governance.ledger.words import verb_word
from incidents.actions.keys import use_key
from incidents.actions.noting import LONGEST, note_update
from incidents.georeport.writing import moment as written
from incidents.open311.base import Door, Missing, wrong
from incidents.open311.parameters import STATUSES, moment, text
from incidents.queries import open311

DAY = timedelta(days=1)


class Updates(Door):
    """What happened to public cases; and a note on one of them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Steps from `start_date` to `end_date`, oldest first; without them those of the last day."""
        at = timezone.now()
        end = moment(request.GET, "end_date") or at
        start = moment(request.GET, "start_date") or end - DAY
        if end - start > open311.SPAN:
            raise wrong("start_date", _("start_date 与 end_date 最多相隔 90 天。"))
        rows = [
            {
                "update_id": f"{entry.chain}-{entry.seq}",
                "service_request_id": incident.number,
                "status": open311.TOLD[entry.verb],
                "updated_datetime": written(entry.at),
                "description": open311.public_words(entry, incident) or verb_word(entry.verb),
                "media_url": None,
            }
            for entry, incident in open311.updates(start=start, end=end, jurisdiction=self.jurisdiction, at=at)
        ]
        return self.answer(rows, root="service_request_updates", item="request_update")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Put a note on a case; the same `update_id` of a key again is the same note."""
        at = timezone.now()
        key = use_key(secret=request.POST.get("api_key", ""), at=at)
        data = request.POST
        number, update_id, status = text(data, "service_request_id", 48), text(data, "update_id", 64), text(data, "status", 16).lower()
        if status and status not in STATUSES:
            raise wrong("status", _("应为 open 或 closed。"))
        if not update_id:
            raise wrong("update_id", _("请填写。"))
        found = open311.numbered(number, at=at)
        if found is None:
            raise Missing(_("没有这个 service_request_id：%(number)s。") % {"number": number})
        note_update(
            actor=SYSTEM_ACTOR, incident=found, sender=f"key:{key.pk}", update_id=update_id, status=status,
            text=text(data, "description", LONGEST), at=at,
        )  # fmt: skip
        return self.answer([{"update_id": update_id}], root="service_request_updates", item="request_update")
