"""One's own presets (预设)."""

from governance.access.actor import Actor
from incidents.models import Preset


def presets_of(actor: Actor) -> list[Preset]:
    """Views and sentences by name; nobody else's."""
    return list(Preset.objects.filter(user=actor.user_id).order_by("kind", "topic", "name")) if actor.user_id is not None else []
