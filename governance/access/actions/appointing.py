"""The writer that brings the first people into a system (任命): user, unit and post at once."""

from datetime import datetime

from django.db import transaction

from governance.access.actions.people import add_user, invite
from governance.access.actions.posts import grant_post
from governance.access.actions.units import add_unit
from governance.access.actor import Actor
from governance.access.models import Post, Unit, UnitKind, User


@transaction.atomic
def appoint(
    *, actor: Actor, username: str, display_name: str, role: str, unit: str, code: str, at: datetime, invited: bool = True
) -> tuple[str, str] | None:
    """Add the user and the unit (a centre that serves the area) where they are missing, and grant the post unless it is held.

    Returns the parts of the invitation's address, None when none was asked for. All or nothing; refuses and records
    what `add_user`, `add_unit`, `grant_post` and `invite` do.
    """
    user = User.objects.filter(username=username).first()
    if user is None:
        user = add_user(actor=actor, username=username, display_name=display_name, password=None, at=at)
    employer = Unit.objects.filter(name=unit, ended_at__isnull=True).order_by("pk").first()
    if employer is None:
        employer = add_unit(actor=actor, name=unit, kind=UnitKind.CENTRE, codes=[code], at=at)
    if not Post.objects.filter(user=user, role=role, unit=employer, code=code).exclude(ends_at__lte=at).exists():
        grant_post(actor=actor, user=user, role=role, unit=employer, code=code, at=at)
    return invite(actor=actor, user=user, at=at) if invited else None
