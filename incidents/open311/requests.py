"""Requests: list, file, look at one, and what a token stands for."""

import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from governance.access.actor import PUBLIC
from governance.errors import TooLarge
from incidents.actions.keys import use_key
from incidents.actions.photos import keep_photo
from incidents.actions.submitting import submit_request
from incidents.models import Stage, Submission
from incidents.open311.base import Door, Missing
from incidents.open311.parameters import form_of, wanted
from incidents.open311.rows import request_row
from incidents.publicity import Publicity, is_public
from incidents.queries import open311


class Requests(Door):
    """The list of cases, and the door for new ones."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Public cases by the filters."""
        found = open311.requests(wanted(request.GET, self.jurisdiction), at=timezone.now())
        changed = open311.last_changes([one.pk for one in found])
        return self.answer([request_row(one, changed, self.site) for one in found], root="service_requests", item="request")

    def post(self, request: HttpRequest) -> HttpResponse:
        """File a case; its number, or a token where it becomes public later."""
        at = timezone.now()
        key = use_key(secret=request.POST.get("api_key", ""), at=at)
        form = form_of(request.POST, language=get_language() or "zh-hans")
        photos = kept(request.FILES.get("media"), name=f"open311:{key.pk}:{form.client_id or uuid.uuid4()}", at=at)
        made = submit_request(key=key, form=replace(form, photos=photos), at=at)
        named = number_or_token(made)
        row = named | {"service_notice": _("已收到。请保存编号，以便查询进展。"), "account_id": ""}
        return self.answer([row], root="service_requests", item="request")


def kept(file: "UploadedFile[Any] | None", *, name: str, at: datetime) -> tuple[uuid.UUID, ...]:
    """A photo that came with the form, cleaned and kept; one that is too large or no picture is refused."""
    if file is None:
        return ()
    if (file.size or 0) > settings.PHOTO_MAX_BYTES:
        raise TooLarge
    photo_id = uuid.uuid5(uuid.NAMESPACE_URL, f"{name}:media")
    keep_photo(actor=PUBLIC, photo_id=photo_id, body=file.read(), stage=Stage.BEFORE, at=at)
    return (photo_id,)


def number_or_token(made: Submission) -> dict[str, str]:
    """The number of a case that is public at once, else its token."""
    if made.incident.category.publicity == Publicity.OPEN:
        return {"service_request_id": made.incident.number}
    return {"token": made.token}


class Request(Door):
    """One case."""

    def get(self, _request: HttpRequest, number: str) -> HttpResponse:
        """A list of one."""
        found = open311.numbered(number, at=timezone.now())
        if found is None:
            raise Missing(_("没有这个 service_request_id：%(number)s。") % {"number": number[:48]})
        row = request_row(found, open311.last_changes([found.pk]), self.site)
        return self.answer([row], root="service_requests", item="request")


class Token(Door):
    """What a token stands for."""

    def get(self, _request: HttpRequest, token: str) -> HttpResponse:
        """The number, empty until the case is public; 404 for a token that we did not give."""
        made = open311.submitted(token)
        if made is None:
            raise Missing(_("没有这个 token。"))
        case = made.incident
        shown = is_public(publicity=case.category.publicity, state=case.state, received_at=case.received_at, at=timezone.now())
        row = {"service_request_id": case.number if shown else "", "token": token}
        return self.answer([row], root="service_requests", item="request")
