"""Talking to another city's GeoReport server (外部平台通信): by the one guarded way out, never inside a transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.utils.translation import gettext as _

from governance.notices.sealing import Unreadable, seal, unseal
from governance.outbound import Answer, Forbidden, Unreachable, call
from incidents.models import Peer

FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}


class NotThere(Exception):
    """The server does not have this: a 404."""


class Failed(Exception):
    """The server did not do what was asked; the text says why."""


@dataclass(frozen=True, slots=True)
class Server:
    """One peer, as it is called."""

    peer: Peer

    def get(self, path: str, parameters: Mapping[str, str]) -> bytes:
        """A document, JSON where the server has it, else XML."""
        query = urlencode(self._with_jurisdiction(parameters))
        for form in ("json", "xml"):
            answer = self._call("GET", f"{path}.{form}" + (f"?{query}" if query else ""))
            if answer.status == HTTPStatus.OK:
                return answer.body
            if answer.status not in {HTTPStatus.NOT_FOUND, HTTPStatus.NOT_ACCEPTABLE}:
                raise Failed(_("%(name)s回答 %(status)d。") % {"name": self.peer.name, "status": answer.status})
        raise NotThere(path)

    def post(self, path: str, form: Mapping[str, str]) -> bytes:
        """Send a form with our key; the answer in JSON."""
        body = urlencode(self._with_jurisdiction(form) | {"api_key": key_of(self.peer)}).encode()
        answer = self._call("POST", f"{path}.json", body)
        if answer.status == HTTPStatus.NOT_FOUND:
            raise NotThere(path)
        if answer.status not in {HTTPStatus.OK, HTTPStatus.CREATED}:
            raise Failed(_("%(name)s回答 %(status)d。") % {"name": self.peer.name, "status": answer.status})
        return answer.body

    def _with_jurisdiction(self, values: Mapping[str, str]) -> dict[str, str]:
        given = {"jurisdiction_id": self.peer.jurisdiction} if self.peer.jurisdiction else {}
        return given | {name: value for name, value in values.items() if value}

    def _call(self, method: str, path: str, body: bytes | None = None) -> Answer:
        url = f"{self.peer.endpoint.rstrip('/')}/{path}"
        host = urlsplit(url).hostname or ""
        try:
            return call(method=method, url=url, hosts=[host], body=body, headers=FORM if body else None, inside=self.peer.inside)
        except (Forbidden, Unreachable) as away:
            raise Failed(str(away)) from away


def sealed_key(peer_id: int, secret: str) -> bytes:
    """Our key at a peer, sealed for its row."""
    return seal(UUID(int=peer_id), secret)


def key_of(peer: Peer) -> str:
    """Our key at a peer; Failed when there is none that opens."""
    try:
        return str(unseal(UUID(int=peer.pk), bytes(peer.sealed_key or b"")))
    except (Unreadable, ValueError) as error:
        raise Failed(_("没有%(name)s的 api_key。") % {"name": peer.name}) from error
