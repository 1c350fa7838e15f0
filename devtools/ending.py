"""./dev stop and ./dev reset."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time

from devtools import cluster, lanes, lock
from devtools.place import Place
from devtools.say import step, stop

# What a reset forgets. The secrets stay, so the demo's password does; so does uv.
DATA = ("pg", "test-pg", "drill-pg", "media", "static", "test-files", "drill-files", "ledger-heads.jsonl", "run.log")
PATIENCE = 40.0


def stop_all(place: Place) -> int:
    """End the server, the worker and the database of this checkout; a second time changes nothing."""
    running = lock.holder(place.var / "run.lock")
    if running:
        os.kill(running, signal.SIGTERM)
        until = time.monotonic() + PATIENCE
        while lock.holder(place.var / "run.lock") == running:
            if time.monotonic() > until:
                stop(f"the run (process {running}) does not end")
            time.sleep(0.1)
        step("the server and the worker have ended")
    if cluster.run_cluster(place).stop():
        step("the database has stopped")
    if not lanes.others(place.var / "lanes") and cluster.test_cluster(place).stop():
        step("the database of the tests has stopped")
    return 0


def reset(place: Place, *, sure: bool) -> int:
    """Stop, then delete the data of this checkout for good: cases, people, photos, the record."""
    if not sure and not agreed():
        stop("nothing was deleted; ./dev reset --yes deletes without asking")
    stop_all(place)
    for name in DATA:
        path = place.var / name
        if path.is_symlink():
            shutil.rmtree(path.resolve(), ignore_errors=True)
            path.unlink()
        elif path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    for sockets in place.sockets("").parent.glob(f"{place.name}-*"):
        shutil.rmtree(sockets, ignore_errors=True)
    step("the data is gone; ./dev run begins anew")
    return 0


def agreed() -> bool:
    if not (sys.stdin and sys.stdin.isatty()):
        return False
    print("This deletes the database, the photos and the record of this checkout. Type 'delete' to go on: ", end="", flush=True)
    return sys.stdin.readline().strip() == "delete"
