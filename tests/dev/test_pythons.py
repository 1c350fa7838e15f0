"""The Python environment is made from the lock once, and again only when the lock, the place or the need changes."""

import sys
from pathlib import Path

import pytest

from devtools import pythons
from devtools.place import Place
from devtools.pythons import RUN, TEST

Made = list[tuple[str, frozenset[str]]]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    (tmp_path / "uv.lock").write_text("version = 1\n")
    return Place(tmp_path)


@pytest.fixture
def made(place: Place, monkeypatch: pytest.MonkeyPatch) -> Made:
    """Stand-ins that make a .venv with the running Python and write down how."""
    calls: Made = []

    def make(how: str, groups: frozenset[str]) -> None:
        calls.append((how, groups))
        (place.venv / "bin").mkdir(parents=True, exist_ok=True)
        if not Path(place.python).exists():
            Path(place.python).symlink_to(sys.executable)

    monkeypatch.setattr(pythons, "find_uv", lambda _: "uv")
    monkeypatch.setattr(pythons, "sync_with_uv", lambda _uv, _place, groups: make("uv", groups))
    monkeypatch.setattr(pythons, "sync_with_pip", lambda _place, groups: make("pip", groups))
    return calls


def test_a_second_time_nothing_is_called(place: Place, made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    pythons.ensure_environment(place, RUN)
    monkeypatch.setattr(pythons, "find_uv", lambda _: pytest.fail("the network might be tried"))
    pythons.ensure_environment(place, RUN)
    assert made == [("uv", RUN)]


def test_a_changed_lock_is_followed(place: Place, made: Made) -> None:
    pythons.ensure_environment(place, RUN)
    (place.root / "uv.lock").write_text("version = 2\n")
    pythons.ensure_environment(place, RUN)
    assert len(made) == 2


def test_what_tests_need_is_added_and_stays(place: Place, made: Made) -> None:
    pythons.ensure_environment(place, RUN)
    pythons.ensure_environment(place, TEST)
    pythons.ensure_environment(place, RUN)
    (place.root / "uv.lock").write_text("version = 2\n")
    pythons.ensure_environment(place, RUN)
    assert made == [("uv", RUN), ("uv", TEST), ("uv", TEST)]


def test_a_dead_environment_is_thrown_away_and_made_again(place: Place, made: Made) -> None:
    pythons.ensure_environment(place, TEST)
    Path(place.python).unlink()
    Path(place.python).symlink_to("/nowhere/python3")
    left = place.venv / "left"
    left.touch()
    pythons.ensure_environment(place, RUN)
    assert made[1:] == [("uv", RUN)]
    assert not left.exists()


def test_a_checkout_that_moved_makes_its_environment_anew(place: Place, made: Made, tmp_path: Path) -> None:
    pythons.ensure_environment(place, RUN)
    assert pythons.made_from(place) != pythons.made_from(Place(tmp_path / ".." / tmp_path.name))
    assert len(made) == 1


def test_without_uv_pip_does_it(place: Place, made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pythons, "find_uv", lambda _: None)
    pythons.ensure_environment(place, RUN)
    assert made == [("pip", RUN)]


def test_a_stamp_that_cannot_be_read_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / "stamp").write_text("half a st")
    assert pythons.read_stamp(tmp_path / "stamp").made_from == ""
