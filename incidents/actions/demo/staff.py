"""The staff of the demonstration (演示人员): invented people, marked as such; a handful may sign in."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from governance.access.actions import add_user, grant_post, set_password
from governance.access.actor import SYSTEM_ACTOR
from governance.access.models import Unit, User
from governance.errors import Invalid
from incidents.actions.demo.roster import Member, roster
from incidents.demo.names import staff_names

AT_ONCE = 40


def check_password(password: str) -> None:
    """Refuses (Invalid) a demo password that is empty or easily guessed: the demo's address may be known to many."""
    try:
        validate_password(password)
    except ValidationError as error:
        reason = _("演示口令太弱，请用 WANGGE_DEMO_PASSWORD 另设：%(why)s") % {"why": " ".join(error.messages)}
        raise Invalid(fields={"password": [reason]}) from error


def ensure_staff(*, grids: Sequence[str], units: dict[str, Unit], password: str, seed: int, at: datetime) -> int:
    """Everybody of the roster who is not there yet, with posts from `at`; how many were added.

    The sign-ins get the password, also those that had another one. Records user.added, post.granted, password.set.
    """
    check_password(password)
    members = list(zip(roster(grids), staff_names(seed=f"staff {seed}")))  # noqa: B905  (names have no end)
    known = set(User.objects.filter(username__in=[member.username for member, _name in members]).values_list("username", flat=True))
    missing = [pair for pair in members if pair[0].username not in known]
    for start in range(0, len(missing), AT_ONCE):
        with transaction.atomic():
            for member, name in missing[start : start + AT_ONCE]:
                _add(member, name, units, password, at)
    if known:
        _renew_passwords([member.username for member, _name in members if member.signs_in], password, at)
    return len(missing)


def _add(member: Member, name: str, units: dict[str, Unit], password: str, at: datetime) -> None:
    user = add_user(
        actor=SYSTEM_ACTOR,
        username=member.username,
        display_name=name,
        password=password if member.signs_in else None,
        at=at,
        fictitious=True,
    )
    for place in member.places:
        grant_post(actor=SYSTEM_ACTOR, user=user, role=place.role, unit=units[place.unit], code=place.code, at=at)


def _renew_passwords(usernames: Sequence[str], password: str, at: datetime) -> None:
    """When the first sign-in does not have this password, none has: all get it."""
    users = list(User.objects.filter(username__in=usernames, fictitious=True).order_by("pk"))
    if users and not users[0].check_password(password):
        for user in users:
            set_password(actor=SYSTEM_ACTOR, user=user, password=password, at=at)
