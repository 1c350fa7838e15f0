"""What the channels that call a server share: a JSON request, and its answer as sent, later or never."""

from collections.abc import Collection, Mapping
from http import HTTPStatus
from typing import Any

import orjson
from django.utils.translation import gettext as _

from governance.errors import Invalid
from governance.notices.message import Gone, Later, Never
from governance.outbound import Answer, Forbidden, Unreachable, call, checked_address

ENDED = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
"""What a push service answers for a subscription that the browser ended (RFC 8030, 7.3)."""
AGAIN = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}


def checked_url(url: str, hosts: Collection[str]) -> str:
    """A URL that may be called; Invalid names why not."""
    try:
        checked_address(url.strip(), hosts=hosts)
    except Forbidden as forbidden:
        raise Invalid(fields={"address": [str(forbidden)]}) from forbidden
    return url.strip()


def post(*, url: str, body: bytes, headers: Mapping[str, str], hosts: Collection[str] | None, inside: bool = False) -> Answer:
    """POST once. Later for a server that is away or busy, Never for one that refuses for good, Gone for an address that is no more."""
    try:
        answer = call(method="POST", url=url, body=body, headers=headers, hosts=hosts, inside=inside)
    except Unreachable as away:
        raise Later(str(away)) from away
    except Forbidden as forbidden:
        raise Never(str(forbidden)) from forbidden
    if HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
        return answer
    told = _("对方回答 %(status)d。") % {"status": answer.status}
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.status in AGAIN:
        raise Later(told)
    raise Gone(told) if answer.status in ENDED else Never(told)


def post_json(*, url: str, value: Any, hosts: Collection[str] | None, inside: bool = False, **headers: str) -> Any:
    """POST JSON and read JSON; an answer that is none counts as no answer."""
    given = {"Content-Type": "application/json; charset=utf-8", **headers}
    answer = post(url=url, body=orjson.dumps(value), headers=given, hosts=hosts, inside=inside)
    try:
        return orjson.loads(answer.body)
    except orjson.JSONDecodeError as error:
        raise Later(_("对方的回答无法识别。")) from error
