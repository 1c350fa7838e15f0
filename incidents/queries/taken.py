"""Whether a step was already taken by the one who sends it again (重发的办理)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from governance.access.actor import Actor
from governance.ledger.models import Entry
from incidents.models import Photo
from incidents.workflow import BY_VERB

TOLD = ("result", "opinion", "reason")


def already_taken(*, actor: Actor, verb: str, incident_id: UUID, inputs: Mapping[str, Any]) -> bool:
    """The same step on the same version by the same person, with the same words and photos: an answer was lost on its way.

    The case and the version that was seen are the key: at each version only one step can have been taken.
    """
    if actor.user_id is None or verb not in BY_VERB:
        return False
    entry = Entry.objects.filter(
        kind="incident", object_id=str(incident_id), version=inputs["version"] + 1, actor_id=actor.user_id, verb=BY_VERB[verb].past
    ).first()
    if entry is None or any(inputs.get(name) and entry.detail.get(name) != inputs[name].strip() for name in TOLD):
        return False
    if inputs.get("colleague") and entry.detail.get("worker") != inputs["colleague"]:
        return False
    photos = set(inputs.get("photos") or ())
    return Photo.objects.filter(incident=incident_id, pk__in=photos).count() == len(photos)
