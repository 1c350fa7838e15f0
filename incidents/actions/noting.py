"""A note on a case from elsewhere (外部进展): the state stays, the record grows. Once for each number of its sender."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Conflict, Invalid
from governance.ledger.record import record
from governance.prepared import ask
from governance.privacy import clean_text, redact
from incidents.models import Incident, RemoteUpdate

LONGEST = 1000
INSERT = """
INSERT INTO incidents_remoteupdate (sender, update_id, incident_id, body_digest, at) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (sender, update_id) DO NOTHING RETURNING id
"""


@transaction.atomic
def note_update(*, actor: Actor, incident: Incident, sender: str, update_id: str, status: str, text: str, at: datetime) -> bool:
    """Put what another system says of a case into its record; whether it is new. Records incident.noted.

    The same number and content again changes nothing; the same number with other content is Conflict. The sender's status is
    told, and moves nothing here: whether a case is over, people decide.
    """
    policy.require(actor, "incident.note", incident)
    said = clean_text(text.strip(), max_length=LONGEST)
    if not update_id or len(update_id) > 64:  # noqa: PLR2004 - the column
        raise Invalid(fields={"update_id": [_("请填写，最多 64 个字符。")]})
    digest = hashlib.sha256(f"{incident.pk}\0{status}\0{said}".encode()).digest()
    if not ask(INSERT, [sender, update_id, incident.pk, digest, at]):
        if bytes(RemoteUpdate.objects.get(sender=sender, update_id=update_id).body_digest) != digest:
            raise Conflict(_("同一编号已提交过不同的内容。"))
        return False
    locked = Incident.objects.select_for_update().get(pk=incident.pk)
    locked.version += 1
    locked.save(update_fields=["version"])
    detail = {"state": locked.state, "opinion": redact(said), "sender": sender, "status": status}
    case: dict[str, Any] = {"kind": "incident", "object_id": str(locked.pk), "code": locked.code, "version": locked.version}
    record(actor=actor, verb="incident.noted", at=at, detail=detail, **case)
    return True
