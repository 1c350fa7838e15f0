"""Where the children are kept (照片处理进程池): one is started ahead, so that nobody waits for its start.

A child lives for one picture. At most a few work at once; who finds no place in time is asked to come again.
"""

import atexit
import contextlib
import json
import logging
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any

from governance.pictures.refusals import PictureRefused

ROOT = Path(__file__).resolve().parents[2]
START = "import sys; sys.path.insert(0, sys.argv[1]); from governance.pictures.child import main; main()"
# No secret of the parent's environment goes along; one arena keeps the child's address space small.
ENVIRONMENT = {"MALLOC_ARENA_MAX": "1", "OMP_NUM_THREADS": "1", "LC_ALL": "C.UTF-8"}
MOST_ANSWER_BYTES = 32 * 1024 * 1024
LINE = 4096

log = logging.getLogger(__name__)


class Darkroom:
    """Children for pictures: `places` at once, `wait_s` for a place, `work_s` for a picture."""

    def __init__(self, *, places: int = 2, wait_s: float = 20, work_s: float = 20, program: str = START) -> None:
        self._count, self._wait_s, self._work_s, self._program = places, wait_s, work_s, program
        self._places = threading.BoundedSemaphore(places)
        self._lock = threading.Lock()
        self._spare: subprocess.Popen[bytes] | None = None

    def ask(self, request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
        """The child's answer. Refuses `busy` without a place, `could_not_process` if the child dies or takes too long."""
        if not self._places.acquire(timeout=self._wait_s):
            raise PictureRefused("busy")
        try:
            child = self._taken()
            try:
                return self._told(child, json.dumps(request | {"length": len(data)}).encode() + b"\n", data)
            finally:
                _ended(child)
                self._prepared()
        finally:
            self._places.release()

    def close(self) -> None:
        """End the child that is kept ready."""
        with self._lock:
            spare, self._spare = self._spare, None
        if spare is not None:
            _ended(spare)

    def forget(self) -> None:
        """After a fork: the child kept ready belongs to the other process; drop it without ending it."""
        self._places, self._lock = threading.BoundedSemaphore(self._count), threading.Lock()
        spare, self._spare = self._spare, None
        if spare is not None:
            spare.returncode = 0  # never waited for here: it is not our child
            _closed(spare)

    def _told(self, child: subprocess.Popen[bytes], line: bytes, data: bytes) -> tuple[dict[str, Any], bytes]:
        bell = threading.Timer(self._work_s, child.kill)
        bell.start()
        try:
            source, sink = _pipes(child)
            sink.write(line)
            sink.write(data)
            sink.close()
            head = json.loads(source.readline(LINE))
            length = int(head["length"])
            payload = source.read(min(length, MOST_ANSWER_BYTES))
            if len(payload) != length:
                raise ValueError("the answer is cut")
        except (OSError, ValueError, KeyError, TypeError):
            child.kill()
            log.warning("picture child ended without an answer: status %s", child.wait())
            raise PictureRefused("could_not_process") from None
        finally:
            bell.cancel()
        return head, payload

    def _taken(self) -> subprocess.Popen[bytes]:
        with self._lock:
            spare, self._spare = self._spare, None
        if spare is not None and spare.poll() is None:
            return spare
        if spare is not None:
            _ended(spare)
        return self._started()

    def _prepared(self) -> None:
        with self._lock, contextlib.suppress(PictureRefused):
            if self._spare is None:
                self._spare = self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(  # noqa: S603 - our own interpreter, our own program
                [sys.executable, "-I", "-c", self._program, str(ROOT)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env=ENVIRONMENT,
                start_new_session=True,
            )
        except OSError:  # no memory or no process to be had just now
            log.exception("no picture child could be started")
            raise PictureRefused("busy") from None


def _pipes(child: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if child.stdout is None or child.stdin is None:
        raise OSError("a child without pipes")
    return child.stdout, child.stdin


def _closed(child: subprocess.Popen[bytes]) -> None:
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with contextlib.suppress(BrokenPipeError):  # what the child did not read was not wanted
                pipe.close()


def _ended(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    _closed(child)
    child.wait()


DARKROOM = Darkroom()
os.register_at_fork(after_in_child=DARKROOM.forget)
atexit.register(DARKROOM.close)
