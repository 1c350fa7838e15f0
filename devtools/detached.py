"""./dev run --detach: the same run in the background, its words in var/run.log."""

from __future__ import annotations

import subprocess
import sys
import time

from devtools import lock
from devtools.place import Place
from devtools.running import RUNNING, address_file
from devtools.say import step, stop

PATIENCE = 1800  # seconds; the first run of a machine installs a database server


def run_detached(place: Place, *, host: str, port: int | None) -> int:
    """Start the run, return 0 once it answers, or its own code when it ends before; its words are shown either way."""
    if lock.holder(place.var / "run.lock"):
        step("this checkout runs already; ./dev stop ends it")
        return 0
    address_file(place).unlink(missing_ok=True)
    log = place.var / "run.log"
    log.parent.mkdir(exist_ok=True)
    with log.open("wb") as out:
        call = [sys.executable, "-m", "devtools", "run", "--host", host, *(["--port", str(port)] if port else [])]
        running = subprocess.Popen(call, cwd=place.root, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True)
    until = time.monotonic() + PATIENCE
    while running.poll() is None and RUNNING not in log.read_text(errors="replace") and time.monotonic() < until:
        time.sleep(0.2)
    sys.stdout.write(log.read_text(errors="replace"))
    if running.poll() is None and RUNNING not in log.read_text(errors="replace"):
        stop(f"it does not answer after {PATIENCE} seconds; its words are in {log}")
    return running.returncode or 0
