"""The case behind a resident's secret link (进度查询)."""

import hashlib

from governance.errors import NotFound
from incidents.models import Incident


def followed_incident(*, token: str) -> Incident:
    """The case whose link this is; NotFound for any other text. The token has 256 bits, only its digest is kept (D1)."""
    digest = hashlib.sha256(token.encode()).digest()
    incident = Incident.objects.filter(follow_digest=digest).first()
    if incident is None:
        raise NotFound
    return incident


def standing_for(incident: Incident) -> Incident:
    """The case that is worked on for this one: itself, or what it was merged into."""
    while incident.survivor is not None:
        incident = incident.survivor
    return incident
