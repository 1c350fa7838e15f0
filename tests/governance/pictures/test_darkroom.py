"""The child process: what it may not have, and what happens when it dies, hangs or lies."""

import json
import os
from pathlib import Path

import pytest

from governance.pictures.darkroom import Darkroom
from governance.pictures.intake import clean
from governance.pictures.refusals import PictureRefused
from tests.governance.pictures import corpus

FIRST = "import sys; sys.path.insert(0, sys.argv[1]); "


def code_of(program: str, *, work_s: float = 20, data: bytes | None = None) -> str:
    """How a photo is refused when this program stands in for the child."""
    room = Darkroom(program=program, work_s=work_s)
    try:
        with pytest.raises(PictureRefused) as caught:
            clean(data or corpus.marked("JPEG"), darkroom=room)
    finally:
        room.close()
    return caught.value.code


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.kill(os.getpid(), 9)",
        "import os; os.kill(os.getpid(), 11)",
        "raise SystemExit(1)",
        "print()",
        "print('{}')",
        "print('[1, 2]')",
        "print('{\"length\": -5}')",
        'print(\'{"length": 10}\'); print("cut")',
        'print(\'{"length": 4, "width": 1, "height": 1, "position": null, "taken_at": null}\'); print("GIF8", end="")',
    ],
)
def test_e4_a_child_that_dies_or_lies_is_a_plain_refusal(program: str) -> None:
    assert code_of(program) == "could_not_process"


@pytest.mark.parametrize(
    ("excess", "limited"),
    [
        ("bytearray(1 << 30)", True),
        ("open('/dev/shm/never-written', 'w').write('x' * 100_000)", True),
        ("[os.open('/dev/null', 0) for _ in range(100)]", True),
        ("all(time.process_time() < 4 for _ in iter(int, 1))", True),
        ("bytearray(1 << 20)", False),
    ],
)
def test_e4_the_kernel_ends_what_goes_over_a_limit(excess: str, limited: bool) -> None:
    survived = 'print(\'{"length": 0, "refused": "wrong_kind"}\')'
    program = f"{FIRST}import os, time; from governance.pictures import child; child.CPU_SECONDS = 1; child.limit(); {excess}; {survived}"
    assert code_of(program) == ("could_not_process" if limited else "wrong_kind")
    Path("/dev/shm/never-written").unlink(missing_ok=True)


def test_e4_a_child_that_hangs_is_ended() -> None:
    assert code_of("import time; time.sleep(600)", work_s=0.3) == "could_not_process"
    large = corpus.marked("JPEG") + bytes(1 << 20)  # more than the pipe holds: the write hangs too
    assert code_of("import time; time.sleep(600)", work_s=0.3, data=large) == "could_not_process"


def test_e4_the_next_picture_is_not_hurt_by_the_last_one() -> None:
    room = Darkroom()
    try:
        with pytest.raises(PictureRefused):
            clean(corpus.marked("JPEG")[:300], darkroom=room)
        assert clean(corpus.marked("JPEG"), darkroom=room).width == 96
    finally:
        room.close()


def test_without_a_free_place_the_sender_is_asked_to_come_again() -> None:
    room = Darkroom(places=1, wait_s=0)
    room._places.acquire()
    with pytest.raises(PictureRefused) as caught:
        clean(corpus.marked("JPEG"), darkroom=room)
    assert (caught.value.code, caught.value.status, caught.value.retry) == ("busy", 503, True)


def test_when_no_child_can_be_started_the_sender_is_asked_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_process(*args: object, **options: object) -> None:
        raise BlockingIOError

    monkeypatch.setattr("governance.pictures.darkroom.subprocess.Popen", no_process)
    with pytest.raises(PictureRefused) as caught:
        clean(corpus.marked("JPEG"), darkroom=Darkroom())
    assert caught.value.code == "busy"


def asked(program: str) -> dict[str, object]:
    room = Darkroom(program=FIRST + program)
    try:
        return room.ask({}, b"")[0]
    finally:
        room.close()


def test_the_child_does_not_load_django_and_gets_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "SECRET_CANARY", corpus.CANARY.decode())
    found = asked(
        "import json, os, governance.pictures.child; "
        "print(json.dumps({'length': 0, 'loaded': sorted(sys.modules)})) "
        "if 'SECRET_CANARY' not in os.environ else None"
    )
    loaded = found["loaded"]
    assert isinstance(loaded, list)
    assert "PIL" in loaded
    assert not {"django", "psycopg"} & {name.split(".")[0] for name in loaded}
    assert all(name == "governance" or name.startswith("governance.pictures") for name in loaded if name.startswith("governance"))


def test_a_fork_does_not_share_the_child_that_is_kept_ready(darkroom: Darkroom) -> None:
    clean(corpus.marked("JPEG"), darkroom=darkroom)
    spare = darkroom._spare
    assert spare is not None
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover - the fork's own side
        darkroom.forget()
        os.write(writing, json.dumps(darkroom._spare is None).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 10) == b"true"
    assert darkroom._spare is spare
    assert spare.poll() is None
    assert clean(corpus.marked("JPEG"), darkroom=darkroom).width == 96
