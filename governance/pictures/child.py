"""The child process (照片处理子进程): one picture, then it ends. Reads a request on stdin, answers on stdout.

Each message is a line of JSON and as many bytes as its `length` says. A child sees one picture only, so a broken
decoder cannot reach the next person's photo; it holds no secret and can open no file for writing.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any, BinaryIO

from governance.pictures.develop import Unusable, develop, prepare
from governance.pictures.kinds import Kind

MEMORY_BYTES = 640 * 1024 * 1024
CPU_SECONDS = 15
OPEN_FILES = 32
LINE = 4096


def limit() -> None:
    """Cap memory, processor time, open files and file size; the kernel ends what goes over."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def answer(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """The answer's head and its bytes: a picture, or the code of the refusal."""
    try:
        done = develop(data=data, kind=Kind(request["kind"]), side=int(request["side"]))
    except Unusable as unusable:
        return {"refused": unusable.code}, b""
    except MemoryError:
        return {"refused": "could_not_process"}, b""
    head = {"width": done.width, "height": done.height, "position": done.position, "taken_at": done.taken_at}
    return head, done.jpeg


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Read one request and answer it; an end of input before that is an ordinary goodbye."""
    line = source.readline(LINE)
    if not line:
        return
    request = json.loads(line)
    data = source.read(request["length"])
    head, payload = answer(request, data)
    head |= {"length": len(payload), "peak_kib": _peak_kib()}
    sink.write(json.dumps(head).encode() + b"\n" + payload)
    sink.flush()


def _peak_kib() -> int:
    """The most memory this process held; not ru_maxrss, which still counts the parent's from before the exec."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


def main() -> None:
    """Load the decoders, put on the limits, serve once."""
    prepare()
    limit()
    serve(sys.stdin.buffer, sys.stdout.buffer)
