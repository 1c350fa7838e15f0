"""Which port the server takes, and who has it when it is taken."""

from __future__ import annotations

import socket
from pathlib import Path

from devtools.say import step, stop

DEFAULT = 8000
TRIES = 20


def choose(host: str, asked: int | None) -> int:
    """The port asked for, or the command stops; where none was asked for, the first free one from 8000."""
    if asked is not None:
        if not free(host, asked):
            stop(f"port {asked} is in use by {holder(asked)}: stop that, or choose another with --port")
        return asked
    for port in range(DEFAULT, DEFAULT + TRIES):
        if free(host, port):
            return port
        step(f"port {port} is in use by {holder(port)}: trying the next")
    return stop(f"ports {DEFAULT} to {DEFAULT + TRIES - 1} are all in use: name a free one with --port")


def free(host: str, port: int) -> bool:
    """Whether a server may listen here and a browser that asks for localhost would reach it and nobody else."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except PermissionError:
            return stop(f"port {port} needs root: choose one from 1024 up with --port")
        except socket.gaierror:
            return stop(f"no such address: --host {host}")
        except OSError as error:
            if error.errno == 99:
                return stop(f"this machine does not have the address --host {host}")
            return False
    return host != "127.0.0.1" or not answers("::1", port)


def answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=0.5):
            return True
    except OSError:
        return False


def holder(port: int) -> str:
    """The program that listens on the port, as well as we may know it."""
    sockets = {f"socket:[{inode}]" for inode in listening(port)}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if any(str(link.readlink()) in sockets for link in (process / "fd").iterdir()):
                words = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
                return f"process {process.name} ({words[:60]})"
        except OSError:
            continue
    return "another program"


def listening(port: int) -> list[str]:
    """The inodes of the sockets that listen on the port (state 0A of /proc/net/tcp)."""
    found = []
    for table in ("tcp", "tcp6"):
        try:
            rows = Path("/proc/net", table).read_text().splitlines()[1:]
        except OSError:
            continue
        cells = [row.split() for row in rows]
        found += [cell[9] for cell in cells if cell[3] == "0A" and int(cell[1].rsplit(":", 1)[1], 16) == port]
    return found
