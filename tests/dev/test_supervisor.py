"""The supervisor keeps its children alive, ends them together, and leaves none behind. Real processes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from devtools import supervisor
from devtools.supervisor import Child

PROGRAM = """
import signal, sys
from pathlib import Path
from devtools import supervisor
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_DFL)  # the tests may themselves have been started with some of them ignored
supervisor.watch_signals()
def child(name):
    return supervisor.Child(name, [sys.executable, "-c", sys.argv[1], name], {"PATH": "/usr/bin:/bin"}, Path.cwd())
sys.exit(supervisor.supervise([child("one"), child("two")], ready=Path("one.pid").exists, when_ready=lambda: print("ready", flush=True)))
"""
SLEEPER = "import os,sys,time; open(sys.argv[1]+'.pid','w').write(str(os.getpid())); time.sleep(60)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEPER


def begin(script: str, folder: Path) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": str(Path(supervisor.__file__).parent.parent)}
    return subprocess.Popen([sys.executable, "-c", PROGRAM, script], cwd=folder, env=env, stdout=subprocess.PIPE, text=True)


def pid(path: Path) -> int:
    for _ in range(400):
        if path.exists() and path.read_text():
            return int(path.read_text())
        time.sleep(0.05)
    raise AssertionError(f"{path.name} never came")


def alive(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def gone(number: int) -> bool:
    for _ in range(200):
        if not alive(number):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_end_it_ends_both_and_says_all_is_well(number: signal.Signals, tmp_path: Path) -> None:
    running = begin(SLEEPER, tmp_path)
    children = [pid(tmp_path / "one.pid"), pid(tmp_path / "two.pid")]
    assert running.stdout
    assert running.stdout.readline() == "ready\n"
    running.send_signal(number)
    running.communicate(timeout=20)
    assert running.returncode == 0
    assert all(gone(child) for child in children)


def test_when_it_is_killed_no_child_is_left_behind(tmp_path: Path) -> None:
    running = begin(SLEEPER, tmp_path)
    children = [pid(tmp_path / "one.pid"), pid(tmp_path / "two.pid")]
    running.kill()
    running.communicate(timeout=20)
    assert all(gone(child) for child in children)


def test_a_child_that_does_not_listen_is_killed_after_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "GRACE", 0.3)
    child = Child("deaf", [sys.executable, "-c", STUBBORN, "deaf"], dict(os.environ), tmp_path)
    child.start()
    number = pid(tmp_path / "deaf.pid")
    before = [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    supervisor.end_all([child])
    for one, handler in zip((signal.SIGINT, signal.SIGTERM, signal.SIGHUP), before, strict=True):
        signal.signal(one, handler)
    assert gone(number)


def test_a_child_that_died_is_started_again(tmp_path: Path) -> None:
    running = begin(SLEEPER, tmp_path)
    first = pid(tmp_path / "two.pid")
    (tmp_path / "two.pid").unlink()
    os.kill(first, signal.SIGKILL)
    assert pid(tmp_path / "two.pid") != first
    running.terminate()
    running.communicate(timeout=20)


def test_a_child_that_always_dies_at_once_is_given_up_and_the_other_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)
    good = Child("good", ["sleep", "60"], dict(os.environ), tmp_path)
    bad = Child("bad", ["false"], dict(os.environ), tmp_path)
    before = [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    assert supervisor.supervise([good, bad], ready=lambda: False, when_ready=lambda: None) == 1
    for one, handler in zip((signal.SIGINT, signal.SIGTERM, signal.SIGHUP), before, strict=True):
        signal.signal(one, handler)
    assert good.process
    assert good.process.poll() is not None
