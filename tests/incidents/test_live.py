"""The board's socket: groups from the scope, hints without persons, closed when the right ends."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import orjson
import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.db import connections
from django.test import Client

from governance.access.actions import end_post
from governance.access.actor import SYSTEM_ACTOR
from governance.asgi import application
from incidents import live
from incidents.actions.desk import file_incident
from tests.town import Town, build_town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.asyncio]


@pytest.fixture
def built(transactional_db: None) -> Town:
    return build_town()


@pytest_asyncio.fixture(autouse=True)
async def _quick_hub(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """A hub of this test's own loop, that checks often and ends with the test."""
    hub = live.Hub()
    monkeypatch.setattr(live, "RECHECK_SECONDS", 0.2)
    monkeypatch.setattr(live, "HUB", hub)
    yield
    tasks = [task for task in (hub.listener, hub.checker) if task is not None]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await sync_to_async(connections.close_all)()


class Socket(ApplicationCommunicator):
    """A browser's websocket, without a server between."""

    def __init__(self, headers: list[tuple[bytes, bytes]]) -> None:
        scope = {"type": "websocket", "path": "/ws/board/", "query_string": b"", "headers": headers, "subprotocols": [], "scheme": "ws"}
        super().__init__(application, scope)

    async def connect(self) -> bool:
        await self.send_input({"type": "websocket.connect"})
        return (await self.receive_output(timeout=5))["type"] == "websocket.accept"

    async def disconnect(self) -> None:
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait(timeout=5)


def cookies(town: Town, name: str) -> str:
    client = Client()
    client.force_login(town.people[name])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


async def open_board(session: str | None, origin: str = "http://localhost") -> Socket:
    headers = [(b"origin", origin.encode()), (b"host", b"localhost")]
    if session:
        headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={session}".encode()))
    board = Socket(headers)
    assert await board.connect()
    return board


async def frames(board: Socket, seconds: float = 0.6) -> list[dict[str, Any]]:
    """All frames until it is quiet for so long; resyncs, which any board may get, are left out."""
    found = []
    while not await board.receive_nothing(timeout=seconds):
        message = await board.receive_output(timeout=1)
        if message["type"] == "websocket.close":
            found.append({"type": "close", "code": message["code"]})
            break
        found.append(orjson.loads(message["text"]))
    return [frame for frame in found if frame["type"] != "resync"]


async def test_a_hint_reaches_the_desk_of_the_area_and_says_nothing_about_people(built: Town):
    alice, carol = (
        await open_board(await sync_to_async(cookies)(built, "alice")),
        await open_board(await sync_to_async(cookies)(built, "carol")),
    )
    hello = (await frames(alice))[0]
    assert hello["type"] == "hello"
    await frames(carol)
    case = await sync_to_async(built.case)()
    await sync_to_async(lambda: file_incident(actor=built.actor("alice"), incident_id=case.pk, version=1, at=built.at))()
    heard = await frames(alice)
    assert [frame["verb"] for frame in heard] == ["incident.reported", "incident.filed"]
    assert {key for frame in heard for key in frame} == {"type", "seq", "verb", "incident", "version", "state", "code"}
    assert (heard[1]["incident"], heard[1]["version"], heard[1]["state"]) == (str(case.pk), 2, "filed")
    assert await frames(carol) == [], "C7: another street's board hears nothing"
    await alice.disconnect()
    await carol.disconnect()


async def test_c6_an_ended_post_closes_the_board_within_seconds(built: Town):
    board = await open_board(await sync_to_async(cookies)(built, "carol"))
    await frames(board)
    for post in await sync_to_async(lambda: list(built.people["carol"].posts.all()))():
        await sync_to_async(lambda post=post: end_post(actor=SYSTEM_ACTOR, post=post, at=built.at))()
    assert (await frames(board, 3))[-1] == {"type": "close", "code": live.FORBIDDEN}


async def test_d7_a_stolen_key_opens_no_board_from_another_device_and_ends(built: Town):
    def own_device() -> dict[str, str]:
        alice, client = built.people["alice"], Client()
        alice.set_password("Lanterns-over-the-river-9")
        alice.save()
        client.post("/sign-in/", {"username": "alice", "password": "Lanterns-over-the-river-9"})
        return {name: one.value for name, one in client.cookies.items()}

    mine = await sync_to_async(own_device)()
    session = mine[settings.SESSION_COOKIE_NAME]
    at_home = await open_board(f"{session}; device={mine['device']}")
    assert (await frames(at_home))[0]["type"] == "hello"
    assert (await frames(await open_board(session)))[-1] == {"type": "close", "code": live.SIGNED_OUT}
    assert (await frames(at_home, 4))[-1] == {"type": "close", "code": live.SIGNED_OUT}, "it is over everywhere"


async def test_c8_signing_out_closes_the_board_within_seconds(built: Town):
    session = await sync_to_async(cookies)(built, "alice")
    board = await open_board(session)
    await frames(board)
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    await sync_to_async(client.post)("/sign-out/")
    assert (await frames(board, 3))[-1] == {"type": "close", "code": live.SIGNED_OUT}


async def test_c7_without_a_sign_in_or_a_post_or_from_a_foreign_page_there_is_no_board(built: Town):
    assert (await frames(await open_board(None)))[-1] == {"type": "close", "code": live.SIGNED_OUT}
    assert (await frames(await open_board(await sync_to_async(cookies)(built, "sam"))))[-1] == {"type": "close", "code": live.FORBIDDEN}
    assert not await Socket([(b"origin", b"http://evil.example"), (b"host", b"localhost")]).connect()
