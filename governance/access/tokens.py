"""Sign-in of programs by a bearer token (访问令牌)."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from governance.access.actor import Actor, Held
from governance.access.models import User
from governance.prepared import ask

LIFE = timedelta(days=90)
BEARER = """
SELECT token.expires_at > %s AND person.is_active, person.id, person.username, person.display_name, post.role, post.code, post.unit_id
FROM governance_token token JOIN governance_user person ON person.id = token.user_id
LEFT JOIN governance_post post ON post.user_id = person.id AND post.starts_at <= %s AND (post.ends_at IS NULL OR post.ends_at > %s)
WHERE token.digest = %s ORDER BY post.id
"""


def digest(secret: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(secret.encode()).digest()


def new_secret() -> str:
    """A fresh secret of 256 bits."""
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True)
class Bearer:
    """What a token opened: its holder with the posts held at this moment."""

    actor: Actor


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <secret>`; an unknown, expired or disabled one answers 401.

    One query brings the user and the posts: a post that ended, or a token, is gone with the next request (C6).
    """

    def authenticate(self, request: Request) -> tuple[User, Bearer] | None:
        """The user of the token and what it opens, or None when there is no such header."""
        scheme, _sep, secret = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            return None
        at = timezone.now()
        rows = ask(BEARER, [at, at, at, digest(secret.strip())])
        if not rows or not rows[0][0]:
            raise AuthenticationFailed(_("令牌无效或已过期。"))
        user = User.from_db(DEFAULT_DB_ALIAS, ["id", "username", "display_name", "is_active"], [*rows[0][1:4], True])
        posts = tuple(Held(role, code, unit) for *_person, role, code, unit in rows if role is not None)
        return user, Bearer(Actor(user.pk, user.display_name, posts))

    def authenticate_header(self, request: Request) -> str:
        """The challenge that goes with 401."""
        return "Bearer"


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the pages' session is described in the OpenAPI schema."""

    target_class = "governance.http.SessionActor"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """The session's cookie."""
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the token is described in the OpenAPI schema."""

    target_class = "governance.access.tokens.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """A bearer token."""
        return {"type": "http", "scheme": "bearer"}
