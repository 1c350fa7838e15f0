"""The server under test: production's HTTP server, killed with -9 and started again on the same port."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from urllib.error import URLError
from urllib.request import urlopen

READY_SECONDS = 60.0


class Server:
    """granian over WSGI with two workers, in a process group of its own; what it says goes to server.log, shown when a drill fails."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        call = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(self.port), "--workers", "2", "--blocking-threads", "4",
            "--log-level", "error", "governance.wsgi:application",
        ]  # fmt: skip
        env = os.environ | {"DATABASE_POOL": "1", "DATABASE_POOL_SIZE": "8", "LOG_LEVEL": "CRITICAL"}
        with (Path(os.environ["WANGGE_VAR"]) / "server.log").open("ab") as log:  # each killed connection has its line there
            self.process = subprocess.Popen(call, env=env, start_new_session=True, stdout=log, stderr=log)
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end:
            try:
                with urlopen(f"http://127.0.0.1:{self.port}/livez", timeout=2):
                    return
            except (URLError, OSError):
                time.sleep(0.1)
        self.kill()  # nobody else would: __exit__ is not called when __enter__ fails
        raise RuntimeError("the server did not start")

    def kill(self) -> None:
        """-9 to the whole group."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def kill_and_restart(self) -> None:
        """Die in the middle of whatever it does, and come back."""
        self.kill()
        self.start()

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.kill()
