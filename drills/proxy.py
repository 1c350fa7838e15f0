"""The network between phone and server, as bad as asked: an HTTP proxy that drops, answers for others, or is simply away."""

import asyncio
import random
import re
import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from types import TracebackType
from uuid import uuid4

CALM: tuple[str, ...] = ()
STORM = ("drop_before", "drop_upload", "drop_after", "portal", "503", "429", "401")
PAGE = b"<!doctype html><title>Free Wi-Fi</title><form>Sign in to this network</form>"
REFUSED = b'{"error":{"code":"not_signed_in","message":"","fields":{}}}'
REPORT = re.compile(rb"^PUT /api/incidents/([0-9a-f-]{36})/ ")


def answer(status: str, body: bytes, kind: str = "text/html", *more: str) -> bytes:
    """A whole HTTP answer that ends its connection."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", "Connection: close", *more]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


ANSWERS = {
    "portal": answer("200 OK", PAGE),
    "503": answer("503 Service Unavailable", b"", "text/plain"),
    "429": answer("429 Too Many Requests", b"", "text/plain", "Retry-After: 1"),
    "401": answer("401 Unauthorized", REFUSED, "application/json"),
}


@dataclass
class Proxy:
    """Listens on a port of its own in a thread of its own. `faults` and `rate` may be changed at any time.

    `offline` hangs up on everything. `rename` gives each try of a report another id on the way, which is what a client
    without an idempotency key does. `unanswered` counts writes that the server, away or killed over them, never answered.
    """

    upstream: int
    faults: Iterable[str] = CALM
    rate: float = 0.0
    offline: bool = False
    rename: bool = False
    seed: int = 1
    done: Counter[str] = field(default_factory=Counter)
    unanswered: int = 0
    port: int = 0
    serving: set[asyncio.Task[None]] = field(default_factory=set)
    """Nothing else holds them: Python 3.11 let the garbage collector break off connections in the middle."""

    def __enter__(self) -> "Proxy":
        self.chance = random.Random(self.seed)  # noqa: S311  (which request suffers, not a secret)
        self.loop = asyncio.new_event_loop()
        ready = threading.Event()
        self.thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self.thread.start()
        ready.wait()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(timeout=5)

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self.loop)
        server = self.loop.run_until_complete(asyncio.start_server(self._accept, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        self.loop.run_forever()
        server.close()
        self.loop.run_until_complete(self._ended())
        self.loop.close()

    async def _ended(self) -> None:
        """Break off every connection that is still open, and wait until it has ended."""
        while open_still := asyncio.all_tasks() - {asyncio.current_task()}:
            for task in open_still:
                task.cancel()
            await asyncio.gather(*open_still, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = self.loop.create_task(self._serve(reader, writer))
        self.serving.add(task)
        task.add_done_callback(self.serving.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._one(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if self.offline:  # on a connection that was opened in better times
            return
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        size = int(length[1]) if length else 0
        fault = self._fault(head)
        if fault == "drop_before":
            return
        body = await reader.readexactly(size // 2 if fault == "drop_upload" else size)
        if fault in ANSWERS:
            writer.write(ANSWERS[fault])
            await writer.drain()
            return
        reply = await self._forward(head, body, cut=fault == "drop_upload")
        if fault in {"drop_upload", "drop_after"}:
            return
        self.unanswered += not reply and head.startswith((b"PUT ", b"POST "))
        writer.write(reply or answer("502 Bad Gateway", b"", "text/plain"))
        await writer.drain()

    def _fault(self, head: bytes) -> str:
        faults = tuple(self.faults)
        if not faults or b" /api/" not in head[:20] or self.chance.random() >= self.rate:
            return ""
        fault = self.chance.choice(faults)
        self.done[fault] += 1
        return fault

    async def _forward(self, head: bytes, body: bytes, *, cut: bool) -> bytes:
        """The server's whole answer, or nothing when it is not there or the request was cut off."""
        mine = REPORT.match(head)
        given = str(uuid4()).encode() if self.rename and mine else b""
        if given and mine:
            head = head.replace(mine[1], given, 1)
        head = re.sub(rb"(?i)\r\nconnection: [^\r]*", b"", head).replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1)
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        except OSError:
            return b""
        try:
            writer.write(head + body)
            await writer.drain()
            reply = b"" if cut else await reader.read(-1)
        except OSError:
            return b""
        finally:
            writer.close()
        return reply.replace(given, mine[1]) if given and mine else reply
