"""Live push (实时推送): hints to open boards. A hint carries no text and no person; the feed is the truth."""

import asyncio
import contextlib
import logging
from dataclasses import dataclass, field
from typing import Any

import orjson
import psycopg
from asgiref.sync import sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from django.db import DatabaseError, connection
from django.urls import path
from django.utils import timezone

from governance.access.actor import Actor, Held, actor_of, posts_of
from governance.access.roles import FIELD, Role
from governance.access.sessions.models import Session
from governance.codes import Level, ancestors
from governance.ledger.echo import CHANNEL
from incidents.queries.feed import feed
from incidents.rules import SEES_AREA

log = logging.getLogger(__name__)
RECHECK_SECONDS = 3.0
RETRY_SECONDS = 1.0
FORBIDDEN = 4403
SIGNED_OUT = 4401
ALL = "board.all"


def groups_of(actor: Actor) -> set[str]:
    """The groups that the actor's posts open: made here from the scope, never named by the client (C7)."""
    groups = {f"{kind}.{code}" for code in actor.scopes(SEES_AREA) for kind in ("code", "former")}
    groups |= {f"code.{code}" for code in actor.scopes(FIELD)}
    groups |= {f"only.{post.code[: Level.COMMUNITY]}" for post in actor.posts if post.role in FIELD and len(post.code) == Level.GRID}
    return groups | {f"unit.{post.unit_id}.{post.code}" for post in actor.posts if post.role == Role.HANDLER and post.unit_id}


def targets_of(hint: dict[str, Any]) -> list[str]:
    """The groups that hear a hint: every area around its code or where it was before, and the units that hold or held the case."""
    around = ["", *ancestors(hint["code"])]
    before = [f"former.{code}" for code in hint.get("former", ()) if code not in around]
    units = [f"unit.{unit}.{code}" for unit in hint.get("units", []) for code in around]
    return [*(f"code.{code}" for code in around), *before, f"only.{hint['code']}", *units]


@dataclass
class Hub:
    """One listener for each process: hears the database's echoes and passes them to the groups."""

    boards: set["Board"] = field(default_factory=set)
    listener: asyncio.Task[None] | None = None
    checker: asyncio.Task[None] | None = None

    def join(self, board: "Board") -> None:
        """The first board starts the listener."""
        self.boards.add(board)
        if self.listener is None or self.listener.done():
            self.listener = asyncio.create_task(self.listen())
        if self.checker is None or self.checker.done():
            self.checker = asyncio.create_task(self.recheck())

    def leave(self, board: "Board") -> None:
        """The last board ends both tasks."""
        self.boards.discard(board)
        if not self.boards:
            for task in (self.listener, self.checker):
                if task is not None:
                    task.cancel()
            self.listener = self.checker = None

    async def listen(self) -> None:
        """Hear echoes for ever; after a lost connection every board is told to catch up by the feed (A12)."""
        while True:
            with contextlib.suppress(psycopg.Error, OSError):
                async with await psycopg.AsyncConnection.connect(**_dsn(), autocommit=True) as heard:
                    await heard.execute(f"LISTEN {CHANNEL}")
                    await get_channel_layer().group_send(ALL, {"type": "resync"})
                    async for notice in heard.notifies():
                        await self.pass_on(orjson.loads(notice.payload))
            await asyncio.sleep(RETRY_SECONDS)

    async def pass_on(self, hint: dict[str, Any]) -> None:
        """To every group around the case; an ended post makes its holder's boards check at once."""
        if hint["kind"] == "post":
            await self.check_all()
            return
        layer = get_channel_layer()
        frame = {key: hint.get(key, "") for key in ("seq", "verb", "version", "state", "code")} | {"incident": hint["id"]}
        for group in targets_of(hint):
            await layer.group_send(group, {"type": "hint", "frame": frame})

    async def recheck(self) -> None:
        """Every few seconds, close the boards of who signed out or lost the post (C6, C8)."""
        while True:
            await asyncio.sleep(RECHECK_SECONDS)
            await self.check_all()

    async def check_all(self) -> None:
        """Two queries for all boards: which sessions stand, and which posts their users hold."""
        boards = list(self.boards)
        with contextlib.suppress(DatabaseError):  # the database is away: boards stay, the next round asks again
            sessions, posts = await sync_to_async(standing)([board.session_key for board in boards], [board.user_id for board in boards])
            for board in boards:
                if board.session_key not in sessions:
                    await board.close(code=SIGNED_OUT)
                elif posts.get(board.user_id, ()) != board.actor.posts:
                    await board.close(code=FORBIDDEN)


def standing(session_keys: list[str], user_ids: list[int]) -> tuple[set[str], dict[int, tuple[Held, ...]]]:
    """The sessions that have not ended, and the posts that each user holds now."""
    now = timezone.now()
    sessions = set(Session.objects.standing(now).filter(session_key__in=session_keys).values_list("session_key", flat=True))
    return sessions, posts_of(user_ids=user_ids, at=now)


def _dsn() -> dict[str, Any]:
    settings = connection.settings_dict
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return {name: settings[key] for key, name in names.items() if settings.get(key)}


HUB = Hub()


class Board(AsyncWebsocketConsumer):  # type: ignore[misc]
    """`/ws/board/`: hello with the cursor and the server's clock, then hints."""

    actor: Actor
    joined: set[str]
    session_key: str
    user_id: int

    async def connect(self) -> None:
        """Only staff; groups are joined after the policy's posts were read."""
        self.joined = set()
        user = self.scope.get("user")
        await self.accept()
        if user is None or not user.is_authenticated:
            await self.close(code=SIGNED_OUT)
            return
        self.actor = await sync_to_async(actor_of)(user=user, at=timezone.now())
        self.user_id, self.session_key = user.pk, self.scope["session"].session_key
        if not (groups := groups_of(self.actor)):
            await self.close(code=FORBIDDEN)
            return
        for group in {*groups, ALL}:
            await self.channel_layer.group_add(group, self.channel_name)
            self.joined.add(group)
        HUB.join(self)
        now = await sync_to_async(feed)(actor=self.actor)
        await self.say({"type": "hello", "cursor": now.cursor, "now": timezone.now().isoformat(), "online": len(HUB.boards)})

    async def disconnect(self, _code: int) -> None:
        """Leave every group."""
        HUB.leave(self)
        for group in self.joined:
            await self.channel_layer.group_discard(group, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Clients say nothing that matters; a ping is answered."""
        if text_data == "ping":
            await self.send(text_data='{"type":"pong"}')

    async def hint(self, event: dict[str, Any]) -> None:
        """Pass a hint on."""
        await self.say({"type": "hint"} | event["frame"])

    async def resync(self, _event: dict[str, Any]) -> None:
        """Echoes may have been missed: catch up."""
        await self.say({"type": "resync"})

    async def say(self, frame: dict[str, Any]) -> None:
        """One JSON frame."""
        await self.send(text_data=orjson.dumps(frame).decode())


websocket_urlpatterns = [path("ws/board/", Board.as_asgi())]
