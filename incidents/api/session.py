"""The door that a phone asks before it sends: who is signed in here, and with which token and key (会话)."""

import base64
import hashlib
import hmac
from typing import Any
from uuid import UUID

from django.conf import settings
from django.middleware.csrf import get_token
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance.access.actions import change_profile
from governance.phones import sender
from governance.shapes import PayloadShape, checked
from incidents.api import answers


class Session(APIView):
    """Who the browser is signed in as."""

    def get_permissions(self) -> list[Any]:
        """Anyone: without a sign-in the answer is that there is none."""
        return [AllowAny()]

    @extend_schema(operation_id="session", responses=answers.SESSION)
    def get(self, request: Request) -> Response:
        """The user's id (null without a sign-in), a fresh CSRF token, and the key that seals what the phone keeps."""
        user = request.user.pk if request.user.is_authenticated else None
        return Response(
            {
                "user": user,
                "csrf": get_token(request),
                "key": None if user is None else base64.b64encode(phone_key(user)).decode(),
                "now": timezone.now(),
            }
        )


class ProfileShape(PayloadShape):
    """What one may change of oneself."""

    work_phone = serializers.CharField(max_length=32, allow_blank=True)


PROFILE = ProfileShape()


class Profile(APIView):
    """One's own entry in the list of contacts."""

    @extend_schema(operation_id="change_profile", request=ProfileShape, responses=answers.KEPT)
    def put(self, request: Request, change_id: UUID) -> Response:
        """Change it; the same again changes nothing."""
        change_profile(actor=sender(request), work_phone=checked(PROFILE, request.data)["work_phone"], at=timezone.now())
        return Response({"id": str(change_id)})


def phone_key(user_id: int) -> bytes:
    """256 bits for one user, the same at each sign-in: what was sealed before a sign-out opens again afterwards, and for nobody else."""
    return hmac.new(settings.SECRET_KEY.encode(), f"phone:{user_id}".encode(), hashlib.sha256).digest()
