"""The server and the job worker under one process: both live, or both end."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from devtools.say import step

# When the supervisor is killed, the kernel ends its children: nothing is left behind on the port.
WITH_PARENT = ["setpriv", "--pdeathsig", "TERM"]
GRACE = 10.0
SHORT_LIFE = 10.0
PATIENCE = 3


class Ended(Exception):
    """Somebody asked for the end: Ctrl-C, SIGTERM or the terminal closed."""


@dataclass
class Child:
    """One process to keep alive; when it fails three times right after its start, it is given up."""

    name: str
    call: list[str]
    env: dict[str, str]
    cwd: Path
    process: subprocess.Popen[bytes] | None = None
    born: float = 0
    failures: int = field(default=0)

    def start(self) -> None:
        # A session of its own: Ctrl-C reaches the supervisor alone, which then asks each child once.
        self.process = subprocess.Popen(
            [*WITH_PARENT, *self.call], env=self.env, cwd=self.cwd, stdin=subprocess.DEVNULL, start_new_session=True
        )
        self.born = time.monotonic()

    def dead(self) -> int | None:
        return self.process.poll() if self.process else None

    def revive(self, code: int) -> bool:
        """Start again after an end with `code`; False when it keeps failing."""
        self.failures = self.failures + 1 if time.monotonic() - self.born < SHORT_LIFE else 1
        if self.failures >= PATIENCE:
            step(f"the {self.name} ended {PATIENCE} times right after its start (code {code}): giving up")
            return False
        step(f"the {self.name} ended with code {code}: starting it again")
        time.sleep(self.failures)
        self.start()
        return True


def watch_signals() -> None:
    """Turn the three ways of asking for the end into one exception; one that is ignored (nohup) stays so."""

    def end(_number: int, _frame: FrameType | None) -> None:
        raise Ended

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, end)


def supervise(children: list[Child], *, ready: Callable[[], bool], when_ready: Callable[[], None]) -> int:
    """Start the children, call `when_ready` once `ready` says so, keep them alive; 0 when asked to end, 1 when one is given up."""
    told = False
    try:
        for child in children:
            child.start()
        while True:
            for child in children:
                code = child.dead()
                if code is not None and not child.revive(code):
                    return 1
            if not told and ready():
                told = True
                when_ready()
            time.sleep(0.2)
    except Ended:
        return 0
    finally:
        end_all(children)


def end_all(children: list[Child]) -> None:
    """Ask each child once, wait, then insist. Further signals are not heard meanwhile."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    processes = [child.process for child in children if child.process and child.process.poll() is None]
    for process in processes:
        process.terminate()
    until = time.monotonic() + GRACE
    for process in processes:
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
