"""The session engine: Django's own of the database, that also ends what lay idle and what came from another device (D7)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast

from asgiref.sync import sync_to_async
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as Stored
from django.utils import timezone

from governance.access.actions.sessions import note_use
from governance.access.sessions.models import Session

NOTICED = timedelta(minutes=1)
"""How exactly the last use is known: one write a minute, not one for each request."""


class SessionStore(Stored):
    """`device` tells from which device a request comes, where there is a request; `by_itself` whether no person asked for it."""

    device: Callable[[], str] | None = None
    by_itself = False

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table with owners."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row, its columns taken from what `opening.describe` put into the data."""
        row = cast("Session", super().create_model_instance(data))
        known = data.get("device", {})
        row.user_id, row.seen_at = data.get(SESSION_KEY), timezone.now()
        row.browser, row.device = known.get("browser", ""), known.get("mark", "")
        row.opened_at = datetime.fromisoformat(known["since"]) if known else None
        row.idle = timedelta(seconds=known["idle"]) if known else None
        return row

    def load(self) -> dict[str, Any]:
        """The data of a session that stands; one that lay idle, or comes from another device, is gone for good."""
        at = timezone.now()
        row = Session.objects.filter(session_key=self.session_key, expire_date__gt=at).first()
        if row is None:
            self._session_key = None
            return {}
        if lain_idle(row, at) or self.foreign(row):
            self.delete(row.session_key)
            self._session_key = None
            return {}
        if not self.by_itself and at - row.seen_at > NOTICED:
            note_use(session=row, at=at)
        data: dict[str, Any] = self.decode(row.session_data)
        return data

    async def aload(self) -> dict[str, Any]:
        """The same, for those who wait."""
        return await sync_to_async(self.load)()

    def foreign(self, row: Session) -> bool:
        """Whether the cookie of a session came without the mark of the device that it was opened on."""
        return bool(row.device) and self.device is not None and self.device() != row.device


def lain_idle(row: Session, at: datetime) -> bool:
    """Whether it was not used for longer than it may."""
    return row.idle is not None and at - row.seen_at > row.idle
