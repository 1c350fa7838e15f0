"""What a run serves, to whom, and where it says it is."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from devtools import ending, lock, running
from devtools.place import Place, this_checkout
from devtools.say import Stop

EVERYWHERE = running.EVERYWHERE[0]


def test_on_this_machine_the_address_is_localhost_which_browsers_trust() -> None:
    assert running.url("127.0.0.1", 8000) == "http://localhost:8000/"
    assert running.url(EVERYWHERE, 8000) == "http://localhost:8000/"
    assert running.url("192.0.2.7", 8001) == "http://192.0.2.7:8001/"
    assert running.url("2001:db8::1", 8001) == "http://[2001:db8::1]:8001/"


def test_only_a_run_on_all_addresses_answers_to_every_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ALLOWED_HOSTS", raising=False)
    assert running.hosts("127.0.0.1") == {}
    assert running.hosts("192.0.2.7") == {"ALLOWED_HOSTS": "localhost,192.0.2.7"}
    assert running.hosts(EVERYWHERE) == {"ALLOWED_HOSTS": "*"}
    monkeypatch.setenv("ALLOWED_HOSTS", "grid.example")
    assert running.hosts(EVERYWHERE) == {}


def test_a_second_run_says_where_the_first_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = Place(tmp_path)
    with lock.take(place.var / "run.lock") or pytest.fail("free"):
        running.address_file(place).write_text("http://localhost:8003/")
        assert running.run(place, host="127.0.0.1", port=None) == 0
    assert "http://localhost:8003/" in capsys.readouterr().err


HOLDER = """
import signal, sys, time
from pathlib import Path
from devtools import lock
held = lock.take(Path(sys.argv[1]))
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
print("held", flush=True)
time.sleep(60)
"""


def test_stop_ends_the_run_and_a_second_stop_has_nothing_to_do(tmp_path: Path) -> None:
    place = Place(tmp_path)
    path = place.var / "run.lock"
    call = [sys.executable, "-c", HOLDER, str(path)]
    run = subprocess.Popen(call, cwd=this_checkout().root, stdout=subprocess.PIPE, text=True)
    assert run.stdout
    assert run.stdout.readline() == "held\n"
    assert lock.holder(path) == run.pid
    assert ending.stop_all(place) == 0
    assert run.wait(10) == 0
    assert ending.stop_all(place) == 0


def test_a_reset_without_a_yes_deletes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Place(tmp_path)
    kept = place.var / "media" / "photo.jpg"
    kept.parent.mkdir(parents=True)
    kept.touch()
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    with pytest.raises(Stop, match="--yes"):
        ending.reset(place, sure=False)
    assert kept.exists()


def test_a_reset_deletes_the_data_and_keeps_the_secrets(tmp_path: Path) -> None:
    place = Place(tmp_path)
    (place.var / "media").mkdir(parents=True)
    (place.var / "secrets.json").touch()
    assert ending.reset(place, sure=True) == 0
    assert not (place.var / "media").exists()
    assert (place.var / "secrets.json").exists()


def test_a_reset_follows_the_database_to_where_it_was_moved(tmp_path: Path) -> None:
    place, moved = Place(tmp_path / "checkout"), tmp_path / "moved"
    (moved / "data").mkdir(parents=True)
    place.var.mkdir(parents=True)
    (place.var / "pg").symlink_to(moved)
    ending.reset(place, sure=True)
    assert not moved.exists()
    assert not (place.var / "pg").is_symlink()
