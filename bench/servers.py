"""The servers that are measured: ours and the floor, both under granian with the same workers and threads."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg

WORKERS, THREADS = 2, 4  # as docs/operations.md has it for two cores
ROOT = Path(__file__).resolve().parent.parent
TICK = os.sysconf("SC_CLK_TCK")


class Server:
    """A server process of its own with its database; used as a context."""

    def __init__(self, *, name: str, call: list[str], environment: dict[str, str], port: int, database: str) -> None:
        self.name, self.port, self.url = name, port, f"http://127.0.0.1:{port}"
        self._call, self._environment, self._database = call, environment, database
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Server":
        """Start, and wait for the first answer."""
        log = open(Path(os.environ["WANGGE_VAR"]) / f"bench-{self.name}.log", "wb")  # noqa: PTH123
        with log:
            self._process = subprocess.Popen(self._call, env=self._environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
        until = time.monotonic() + 60
        while not self._answers():
            if time.monotonic() > until or self._process.poll() is not None:
                self.__exit__()
                raise SystemExit(f"bench: {self.name} does not start; see {log.name}")
            time.sleep(0.1)
        return self

    def __exit__(self, *_why: object) -> None:
        """Stop it and its workers."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.url}/livez", timeout=5).close()  # noqa: S310  (our own address)
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def cpu_seconds(self) -> tuple[float, float]:
        """CPU so far: of the server's processes, and of the database's processes that serve it."""
        assert self._process is not None
        mine = processes(self._process.pid)
        with psycopg.connect(self._database) as link:
            rows = link.execute("SELECT pid FROM pg_stat_activity WHERE application_name = %s", [f"bench-{self.name}"]).fetchall()
        return sum(map(cpu_of, mine)), sum(cpu_of(row[0]) for row in rows)


def processes(group: int) -> list[int]:
    """The processes of a group."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if os.getpgid(int(entry.name)) == group:
                found.append(int(entry.name))
    return found


def cpu_of(pid: int) -> float:
    """CPU seconds that a process has used, its own and its system's."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICK


def ended_below(pid: int) -> float:
    """CPU seconds of the children of a process that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / TICK


def parent_of(pid: int) -> int:
    """The process that started another."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def free_port() -> int:
    """A port that nobody has now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def granian(application: str, port: int) -> list[str]:
    """The call of the WSGI server."""
    call = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    return [*call, "--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--log-level", "warning", application]


def named(database_url: str, name: str) -> str:
    """The URL with the name under which the database knows the connection."""
    return f"{database_url}{'&' if '?' in database_url else '?'}application_name=bench-{name}"


def ours(database_url: str) -> Server:
    """The product over WSGI, as in production: connections kept open, no pool."""
    port = free_port()
    environment = {**os.environ, "DATABASE_URL": named(database_url, "ours"), "DATABASE_POOL": "0", "LOG_LEVEL": "WARNING"}
    return Server(name="ours", call=granian("governance.wsgi:application", port), environment=environment, port=port, database=database_url)


def floor(database_url: str, *, actor: int) -> Server:
    """The bare program."""
    port = free_port()
    environment = {**os.environ, "FLOOR_DSN": named(database_url, "floor"), "FLOOR_ACTOR": str(actor)}
    return Server(name="floor", call=granian("bench.floor:application", port), environment=environment, port=port, database=database_url)


def sockets(database_url: str) -> Server:
    """The product over ASGI, for `/ws/`."""
    port = free_port()
    environment = {**os.environ, "DATABASE_URL": named(database_url, "asgi"), "LOG_LEVEL": "WARNING"}
    call = [str(Path(sys.executable).parent / "uvicorn"), "--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"]
    return Server(name="asgi", call=[*call, "governance.asgi:application"], environment=environment, port=port, database=database_url)
