"""./dev run: from whatever is here to a system that answers, and back with Ctrl-C."""

from __future__ import annotations

import http.client
import os
from pathlib import Path

from devtools import cluster, django, live, lock, ports, supervisor
from devtools.place import Place
from devtools.readiness import set_up
from devtools.say import step

LOCAL = "127.0.0.1"
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - named here to be told apart, not to listen on
RUNNING = "It runs. Ctrl-C or ./dev stop ends it; the data stays."


def run(place: Place, *, host: str, port: int | None) -> int:
    """Set up what is missing, load the demo, serve until asked to end. Data of an earlier run is kept."""
    held = lock.take(place.var / "run.lock", wait=False)
    if held is None:
        step(f"this checkout runs already: {noted_address(place) or '(it is still starting)'}; ./dev stop ends it")
        return 0
    with held:
        supervisor.watch_signals()
        try:
            set_up(place, tests=False)
            port = ports.choose(host, port)
            ours = live.serve_database(place)
            try:
                return serve(place, host, port)
            finally:
                if ours:
                    cluster.run_cluster(place).stop()
        except supervisor.Ended:
            return 0
        finally:
            address_file(place).unlink(missing_ok=True)


def serve(place: Place, host: str, port: int) -> int:
    address = url(host, port)
    env = {"PUBLIC_ADDRESS": address} | live.environment(place) | hosts(host)  # one that is given goes before ours
    sign_ins = django.prepare(place, env)
    python = place.python
    web = [python, "-m", "uvicorn", "governance.asgi:application", "--host", host, "--port", str(port)]
    # The application itself knows which proxies to believe (TRUSTED_PROXIES); uvicorn would believe every local one.
    web += ["--no-proxy-headers", "--log-level", "warning", "--no-access-log", "--timeout-graceful-shutdown", "5"]
    children = [
        supervisor.Child("server", web, env, place.root),
        supervisor.Child("worker", [python, "manage.py", "procrastinate", "worker", "--concurrency", "3"], env | django.ALONE, place.root),
    ]

    def tell() -> None:
        address_file(place).write_text(address)
        print(f"\n  网格 Wangge  {address}\n\n{sign_ins}\n  {RUNNING}", flush=True)

    return supervisor.supervise(children, ready=lambda: answers(host, port), when_ready=tell)


def hosts(host: str) -> dict[str, str]:
    """The names the server answers to. On every address it is told every name: only a demo is served so."""
    if "ALLOWED_HOSTS" in os.environ or host == LOCAL:
        return {}
    return {"ALLOWED_HOSTS": "*" if host in EVERYWHERE else f"localhost,{host}"}


def answers(host: str, port: int) -> bool:
    """Whether the server answers a request, whatever it says."""
    connection = http.client.HTTPConnection(LOCAL if host in EVERYWHERE else host, port, timeout=5)
    try:
        connection.request("GET", "/livez", headers={"Host": "localhost"})
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def url(host: str, port: int) -> str:
    """The address to open: by name on this machine, because browsers trust localhost with the camera and the position."""
    name = "localhost" if host in (*EVERYWHERE, LOCAL) else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}/"


def address_file(place: Place) -> Path:
    """Holds the address while the server answers there."""
    return place.var / "address"


def noted_address(place: Place) -> str:
    try:
        return address_file(place).read_text()
    except OSError:
        return ""
