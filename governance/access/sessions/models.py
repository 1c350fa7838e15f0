"""The table of sessions (会话)."""

import hashlib
from datetime import datetime
from typing import ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from governance.access.models import User


class SessionManager(BaseSessionManager["Session"]):
    """Finds sessions that have not ended."""

    def standing(self, at: datetime) -> "QuerySet[Session]":
        """Those whose life is not over and that were used lately enough."""
        used = Q(idle__isnull=True) | Q(seen_at__gt=at - F("idle"))
        return self.filter(used, expire_date__gt=at)


class Session(AbstractBaseSession):
    """What Django keeps of a visitor, and beside it what a person needs to know their devices by (登录设备)."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    browser = models.CharField(max_length=60, blank=True)
    device = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()
    idle = models.DurationField(null=True)

    objects: ClassVar[SessionManager] = SessionManager()

    class Meta:
        verbose_name = _("登录会话")

    @property
    def mark(self) -> str:
        """By what a page names it: the key itself opens the session and is shown nowhere."""
        return hashlib.sha256(f"session:{self.session_key}".encode()).hexdigest()[:24]
