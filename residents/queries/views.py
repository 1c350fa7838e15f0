"""One's own saved views (常用视图)."""

from governance.access.actor import Actor
from residents.models import SavedView


def views_of(*, actor: Actor) -> list[SavedView]:
    """The views of whoever asks, by name."""
    return list(SavedView.objects.filter(user_id=actor.user_id).order_by("name")) if actor.user_id else []
