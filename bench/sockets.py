"""From a filed case to the frame on 500 open boards: uvicorn with `/ws/`, filing on the WSGI server, as in production."""

import asyncio
import json
import resource
import time
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import orjson
import websockets
from websockets.asyncio.client import ClientConnection

from bench.load import part
from bench.rows import Town
from bench.servers import Server

BOARDS, CASES = 500, 15
P95_MS = 500.0
PAUSE = 1.0
AT_ONCE = 20


def sockets(*, town: Town, ours: Server, asgi: Server) -> dict[str, Any]:
    """One row: the share delivered, and the time from before the filing to each frame."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 4 * BOARDS)), hard))
    times = asyncio.run(_boards(town, ours, asgi))
    p95, share = part(times, 0.95), len(times) / (BOARDS * CASES)
    return {
        "row": "sockets",
        "cases": town.cases,
        "boards": BOARDS,
        "delivered": round(share, 4),
        "p50_ms": round(part(times, 0.5), 1),
        "p95_ms": round(p95, 1),
        "goal": f"100 % delivered, p95 <= {P95_MS:.0f} ms",
        "reached": len(times) == BOARDS * CASES and p95 <= P95_MS,
    }


async def _boards(town: Town, ours: Server, asgi: Server) -> list[float]:
    sent: dict[str, float] = {}
    times: list[float] = []
    gate = asyncio.Semaphore(AT_ONCE)

    async def listen(board: ClientConnection) -> None:
        async for text in board:
            arrived = time.perf_counter()
            frame = orjson.loads(text)
            if frame["type"] == "hint" and frame["incident"] in sent:
                times.append(1000 * (arrived - sent[frame["incident"]]))

    async def open_board() -> ClientConnection:
        async with gate:
            address = asgi.url.replace("http", "ws") + "/ws/board/"
            headers = {"Cookie": f"sessionid={town.facts['session']}"}
            board = await websockets.connect(
                address, additional_headers=headers, origin=asgi.url, open_timeout=60, ping_interval=None, compression=None
            )  # type: ignore[arg-type]
            while orjson.loads(await board.recv())["type"] != "hello":
                pass
            return board

    boards = await asyncio.gather(*(open_board() for _board in range(BOARDS)))
    listeners = [asyncio.create_task(listen(board)) for board in boards]
    await asyncio.sleep(2 * PAUSE)
    for _case in range(CASES):
        case = str(uuid4())
        sent[case] = time.perf_counter()
        await asyncio.to_thread(_file, town, ours, case)
        await asyncio.sleep(PAUSE)
    await asyncio.sleep(2 * PAUSE)
    for listener in listeners:
        listener.cancel()
    await asyncio.gather(*(board.close() for board in boards), return_exceptions=True)
    return times


def _file(town: Town, ours: Server, case: str) -> None:
    import urllib.request

    body = {
        "category": town.facts["categories"][0],
        "captured_at": datetime.now(UTC).isoformat(),
        "point": {"lon": 114.2, "lat": 22.6},
        "text": "井盖松动",
    }
    request = urllib.request.Request(f"{ours.url}/api/incidents/{case}/", data=json.dumps(body).encode(), method="PUT")  # noqa: S310
    request.add_header("Authorization", f"Bearer {town.facts['tokens']['bench-worker']}")
    request.add_header("Content-Type", "application/json")
    urllib.request.urlopen(request, timeout=30).close()  # noqa: S310
