"""The summary of ./dev test tells every failure; nothing that failed is called passed."""

import os
import sys
import time
from pathlib import Path

import pytest

from devtools import checking
from devtools.checking import Result, Step
from devtools.place import Place, this_checkout


def python(code: str, *, pytest: bool = False) -> Step:
    return Step("a step", [sys.executable, "-c", code], pytest=pytest)


def test_a_step_hands_its_output_on_and_keeps_its_code(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    result = checking.perform(Place(tmp_path), python("print('said'); raise SystemExit(3)"), {})
    assert result.code == 3
    assert "said" in capfd.readouterr().out


def test_something_left_behind_does_not_hold_the_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "LINGERING", 0.2)
    begin = time.monotonic()
    left = "import subprocess, sys; print(subprocess.Popen(['sleep', '30'], start_new_session=True).pid)"
    assert checking.perform(Place(tmp_path), python(left), dict(os.environ)).code == 0
    assert time.monotonic() - begin < 20


def test_the_closing_line_of_pytest_is_counted(tmp_path: Path) -> None:
    result = checking.perform(Place(tmp_path), python("print('== 3 passed, 1 skipped in 0.1s ==')", pytest=True), {})
    assert result.counts == {"passed": 3, "skipped": 1}


def test_one_failure_among_many_fails_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    results = [Result("good", 0, 1, {"passed": 2}), Result("bad", 1, 1, {"failed": 1}), Result("last", 0, 1, {})]
    assert checking.told(results) == 1
    said = capsys.readouterr().out
    assert "failed: bad" in said
    assert said.rstrip().splitlines()[-1] == "==== 1 failed, 2 passed in 2.00s ===="


def test_all_good_is_good(capsys: pytest.CaptureFixture[str]) -> None:
    assert checking.told([Result("good", 0, 1, {"passed": 2})]) == 0
    assert "all passed" in capsys.readouterr().out


def test_every_check_is_among_the_steps_and_the_browser_has_one_of_its_own() -> None:
    said = [" ".join(step.call) for step in checking.steps(this_checkout())]
    for word in ("ruff check", "ruff format --check", "mypy", "lint-imports", "makemigrations --check", "check_messages"):
        assert any(word in call for call in said), word
    assert any("--ignore=tests/browser" in call for call in said)
    assert any(call.endswith("pytest tests/browser") for call in said)
    assert any("drill crash --short" in call for call in said)
    assert any("drill outbox --reports 50" in call for call in said)
