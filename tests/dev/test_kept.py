"""Secrets: random, kept, private, and never over those of the environment."""

from pathlib import Path

import pytest

from devtools.kept import BYTES, kept_secrets
from devtools.place import Place


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    for name in BYTES:
        monkeypatch.delenv(name, raising=False)
    return Place(tmp_path)


def test_a_later_run_finds_the_same_secrets(place: Place) -> None:
    first = kept_secrets(place)
    assert set(first) == set(BYTES)
    assert kept_secrets(place) == first


def test_two_checkouts_have_different_ones(place: Place, tmp_path: Path) -> None:
    assert not set(kept_secrets(place).values()) & set(kept_secrets(Place(tmp_path / "other")).values())


def test_only_the_owner_may_read_the_file(place: Place) -> None:
    kept_secrets(place)
    assert (place.var / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_the_environment_wins_and_is_not_kept(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WANGGE_DEMO_PASSWORD", "from outside")
    assert kept_secrets(place)["WANGGE_DEMO_PASSWORD"] == "from outside"
    assert "from outside" not in (place.var / "secrets.json").read_text()


def test_a_new_secret_joins_those_of_an_older_run(place: Place) -> None:
    place.var.mkdir()
    (place.var / "secrets.json").write_text('{"SECRET_KEY": "old"}')
    assert kept_secrets(place)["SECRET_KEY"] == "old"
    assert set(kept_secrets(place)) == set(BYTES)
