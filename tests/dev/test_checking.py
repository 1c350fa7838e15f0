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


def alone(place: Place, step: Step, env: dict[str, str] | None = None) -> Result:
    (result,) = checking.perform(place, [step], dict(os.environ) if env is None else env)
    return result


def test_a_step_hands_its_output_on_and_keeps_its_code(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    result = alone(Place(tmp_path), python("print('said'); raise SystemExit(3)"), {})
    assert result.code == 3
    assert "said" in capfd.readouterr().out


def test_something_left_behind_does_not_hold_the_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "LINGERING", 0.2)
    begin = time.monotonic()
    left = "import subprocess, sys; print(subprocess.Popen(['sleep', '30'], start_new_session=True).pid)"
    assert alone(Place(tmp_path), python(left)).code == 0
    assert time.monotonic() - begin < 20


def test_the_closing_line_of_pytest_is_counted(tmp_path: Path) -> None:
    result = alone(Place(tmp_path), python("print('== 3 passed, 1 skipped in 0.1s ==')", pytest=True), {})
    assert result.counts == {"passed": 3, "skipped": 1}


def test_steps_beside_one_another_are_each_told_whole_with_their_own_code(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Each waits for the other, so they do run at the same time; their lines come in turn, and yet are not mixed."""
    met = "import pathlib, sys, time\nfor n in range(3):\n    print(sys.argv[1], n, flush=True)\n    pathlib.Path(f'{sys.argv[1]}{n}').touch()\n"
    met += "    while not pathlib.Path(f'{sys.argv[2]}{n}').exists(): time.sleep(0.01)\nraise SystemExit(sys.argv[1] == 'b')"
    group = [Step(f"step {me}", [sys.executable, "-c", met, me, other]) for me, other in ("ab", "ba")]
    results = checking.perform(Place(tmp_path), group, dict(os.environ))
    assert [(result.name, result.code) for result in results] == [("step a", 0), ("step b", 1)]
    said = [line for line in capfd.readouterr().out.splitlines() if line[:1] in "ab"]
    assert said in (["a 0", "a 1", "a 2", "b 0", "b 1", "b 2"], ["b 0", "b 1", "b 2", "a 0", "a 1", "a 2"])


def test_one_failure_among_many_fails_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    results = [Result("good", 0, 1, {"passed": 2}), Result("bad", 1, 1, {"failed": 1}), Result("last", 0, 1, {})]
    assert checking.told(results, 3.0) == 1
    said = capsys.readouterr().out
    assert "failed: bad" in said
    assert said.rstrip().splitlines()[-1] == "==== 1 failed, 2 passed in 2.00s ===="


def test_all_good_is_good(capsys: pytest.CaptureFixture[str]) -> None:
    assert checking.told([Result("good", 0, 1, {"passed": 2})], 1.0) == 0
    assert "all passed" in capsys.readouterr().out


def test_every_check_is_among_the_steps_and_the_browser_has_one_of_its_own() -> None:
    said = [" ".join(step.call) for group in checking.steps(this_checkout(), template=True) for step in group]
    for word in ("ruff check", "ruff format --check", "mypy", "lint-imports", "makemigrations --check", "check_messages"):
        assert any(word in call for call in said), word
    assert any("--ignore=tests/browser" in call for call in said)
    assert any("pytest tests/browser" in call for call in said)
    assert any("drill crash --short" in call for call in said)
    assert any("drill outbox --reports 50" in call for call in said)
