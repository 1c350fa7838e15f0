"""./dev run: from whatever is here to a system that answers, and back with Ctrl-C; ./dev stop; ./dev reset."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from devtools import cluster, django, lanes, live, lock, ports, pythons, supervisor, system
from devtools.place import Place
from devtools.say import step, stop

EVERYWHERE = ("0.0.0.0", "::")
DATA = ("pg", "test-pg", "media", "static", "test-files", "lanes", "ledger-heads.jsonl", "run.json", "run.log")
PATIENCE = 900  # seconds that --detach waits: the first run installs a system


def run(place: Place, *, host: str, port: int | None) -> int:
    """Set up what is missing, load the demo, serve until asked to end. Data of an earlier run is kept."""
    held = lock.take(place.var / "run.lock", wait=False)
    if held is None:
        return already_running(place)
    with held:
        supervisor.watch_signals()
        try:
            system.ensure_system(system.needs(tests=False))
            pythons.ensure_environment(place, pythons.RUN)
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
            (place.var / "run.json").unlink(missing_ok=True)


def serve(place: Place, host: str, port: int) -> int:
    env = live.environment(place) | hosts(host)
    load(place, env)
    address = f"http://{'localhost' if host in (*EVERYWHERE, '127.0.0.1') else host}:{port}/"
    python = str(place.python)
    web = [python, "-m", "uvicorn", "governance.asgi:application", "--host", host, "--port", str(port)]
    web += ["--log-level", "warning", "--no-access-log", "--timeout-graceful-shutdown", "5"]
    children = [
        supervisor.Child("server", web, env, place.root),
        supervisor.Child("worker", [python, "manage.py", "procrastinate", "worker"], env | django.ALONE, place.root),
    ]

    def tell() -> None:
        note_address(place, address)
        show(place, env, address)

    return supervisor.supervise(children, ready=lambda: answers(host, port), when_ready=tell)


def load(place: Place, env: dict[str, str]) -> None:
    """Bring the database to the present code: tables, compiled messages, reference data, the demo district."""
    Path(env["WANGGE_VAR"], "media").mkdir(parents=True, exist_ok=True)
    django.manage(place, env, "migrate", "--no-input", "--verbosity", "0")
    django.manage(place, env, "compilemessages", "--verbosity", "0", "--ignore", ".venv", "--ignore", "var")
    django.manage(place, env, "load_reference")
    django.manage(place, env, "load_demo")


def hosts(host: str) -> dict[str, str]:
    """The names the server answers to. On every address it is told every name: only a demo is served so."""
    if "ALLOWED_HOSTS" in os.environ or host == "127.0.0.1":
        return {}
    return {"ALLOWED_HOSTS": "*" if host in EVERYWHERE else f"localhost,{host}"}


def answers(host: str, port: int) -> bool:
    """Whether the server answers a request, whatever it says."""
    connection = http.client.HTTPConnection("127.0.0.1" if host in EVERYWHERE else host, port, timeout=5)
    try:
        connection.request("GET", "/", headers={"Host": "localhost"})
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


def show(place: Place, env: dict[str, str], address: str) -> None:
    print(f"\n  网格 Wangge  {address}\n", flush=True)
    django.manage(place, env, "load_demo", "--print-signins")
    print("\n  Ctrl-C ends it; the data stays.", flush=True)


def note_address(place: Place, address: str) -> None:
    (place.var / "run.json").write_text(json.dumps({"pid": os.getpid(), "address": address}))


def noted(place: Place) -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads((place.var / "run.json").read_text())
    except (OSError, ValueError):
        return {}
    return found


def already_running(place: Place) -> int:
    address = noted(place).get("address", "(it is still starting)")
    step(f"this checkout runs already: {address}; ./dev stop ends it")
    return 0
