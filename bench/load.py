"""Load on a server and what came of it: by wrk where it is installed, else by threads of our own."""

import http.client
import json
import secrets
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

SCRIPT = Path(__file__).parent / "load.lua"
Request = tuple[str, str, str]  # method, path, body


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked: `get` of paths, `file` (time, then category ids) or `step` (a file of case ids)."""

    kind: str
    token: str
    given: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """One round."""

    requests: int
    seconds: float
    bytes: int
    p50_ms: float
    p95_ms: float
    p99_ms: float
    failed: int

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds if self.seconds else 0.0


def press(*, url: str, plan: Plan, clients: int, seconds: float) -> Sample:
    """Ask with so many clients for so long."""
    if shutil.which("wrk"):
        return _wrk(url, plan, clients, seconds)
    return _threads(url, plan, clients, seconds)


def _wrk(url: str, plan: Plan, clients: int, seconds: float) -> Sample:
    call = ["wrk", "-t1", f"-c{clients}", f"-d{max(1, round(seconds))}s", "--timeout", "20s", "-s", str(SCRIPT), url, "--"]
    done = subprocess.run(
        [*call, plan.kind, plan.token, str(secrets.randbelow(2**31)), *plan.given], capture_output=True, text=True, check=False
    )
    for line in done.stdout.splitlines():
        if line.startswith("BENCH "):
            return Sample(**json.loads(line.removeprefix("BENCH ")))
    raise SystemExit(f"bench: wrk failed: {done.stdout[-500:]}{done.stderr[-500:]}")


def requests_of(plan: Plan) -> Callable[[int], Request]:
    """The n-th request of a plan; what load.lua does, in Python."""
    if plan.kind == "get":
        return lambda n: ("GET", plan.given[n % len(plan.given)], "")
    if plan.kind == "step":
        ids = Path(plan.given[0]).read_text().split()
        return lambda n: ("POST", f"/api/incidents/{ids[n % len(ids)]}/file/", '{"version":1}')
    return lambda n: _report(plan, n)


def _report(plan: Plan, n: int) -> Request:
    spread = secrets.randbelow(10**6) / 10**6
    body = {
        "category": int(plan.given[1 + n % (len(plan.given) - 1)]),
        "captured_at": plan.given[0],
        "point": {"lon": round(114.001 + 0.398 * spread, 6), "lat": round(22.501 + 0.198 * (spread * 7919 % 1), 6)},
        "place": f"测路{n % 500}号",
        "text": "井盖松动，夜间行人不易察觉，请尽快处理。",
        "nature": "complaint",
    }
    number = secrets.token_hex(16)
    case = f"{number[:8]}-{number[8:12]}-4{number[13:16]}-8{number[17:20]}-{number[20:]}"
    return "PUT", f"/api/incidents/{case}/", json.dumps(body, ensure_ascii=False)


def _threads(url: str, plan: Plan, clients: int, seconds: float) -> Sample:
    make, lock, turn = requests_of(plan), threading.Lock(), iter(range(10**9))
    times: list[float] = []
    size, failed = [0], [0]
    begin = time.monotonic()

    def one() -> None:
        link = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
        while time.monotonic() < begin + seconds:
            with lock:
                method, path, body = make(next(turn))
            started = time.monotonic()
            link.request(method, path, body.encode(), {"Authorization": f"Bearer {plan.token}", "Content-Type": "application/json"})
            answer = link.getresponse()
            length = len(answer.read())
            with lock:
                times.append(1000 * (time.monotonic() - started))
                size[0] += length
                failed[0] += answer.status >= 400

    workers = [threading.Thread(target=one) for _client in range(clients)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return Sample(len(times), time.monotonic() - begin, size[0], part(times, 0.5), part(times, 0.95), part(times, 0.99), failed[0])


def part(times: list[float], share: float) -> float:
    """The value below which that share of the times lies; 0 for none."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
