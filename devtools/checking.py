"""./dev test: every check and every test, each timed, all told at the end."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

from devtools import lanes, tally
from devtools.place import Place
from devtools.readiness import set_up
from devtools.say import step
from devtools.system import chromium

LINGERING = 5.0  # seconds; something left behind by a step may hold its output open for ever


@dataclass(frozen=True)
class Step:
    name: str
    call: list[str]
    env: dict[str, str] = field(default_factory=dict)
    pytest: bool = False


@dataclass(frozen=True)
class Result:
    name: str
    code: int
    seconds: float
    counts: dict[str, int]


def test(place: Place, *, fail_fast: bool, pytest: list[str]) -> int:
    """Run all steps, or one pytest call with the arguments given; 0 when nothing failed."""
    set_up(place, tests=True)
    with lanes.lane(place) as env:
        if pytest:
            call = [place.python, "-m", "pytest", *pytest]
            return subprocess.run(call, cwd=place.root, env=env | browser(), stdin=subprocess.DEVNULL, check=False).returncode
        results = []
        for one in steps(place):
            results.append(perform(place, one, env | one.env))
            if fail_fast and results[-1].code:
                break
    return told(results)


def browser() -> dict[str, str]:
    """The browser tests drive the system's Chromium; Playwright's loop would otherwise forbid the ORM."""
    return {"CHROMIUM": chromium() or "", "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}


def steps(place: Place) -> list[Step]:
    python = place.python
    tool, manage, pytest = [python, "-m"], [python, "manage.py"], [python, "-m", "pytest"]
    return [
        Step("ruff check", [*tool, "ruff", "check", "."]),
        Step("ruff format", [*tool, "ruff", "format", "--check", "."]),
        Step("mypy", [*tool, "mypy", "."]),
        Step("import-linter", [str(place.venv / "bin" / "lint-imports")]),
        Step("messages compiled", [*manage, "compilemessages", "--verbosity", "0", "--ignore", ".venv", "--ignore", "var"]),
        Step("manage check", [*manage, "check"]),
        Step("migrations", [*manage, "makemigrations", "--check", "--dry-run"]),
        Step("messages", [*manage, "check_messages"]),
        Step("tests", [*pytest, "tests", "--ignore=tests/browser", "-n", "2"], pytest=True),
        Step("browser tests", [*pytest, "tests/browser"], browser(), pytest=True),
        Step("crash drill", [sys.executable, "-m", "devtools", "drill", "crash", "--short"]),
        Step("outbox drill", [sys.executable, "-m", "devtools", "drill", "outbox", "--reports", "50"], browser()),
    ]


def perform(place: Place, one: Step, env: dict[str, str]) -> Result:
    """Run one step, its output passed on line by line; pytest's closing line is counted on the way."""
    step(f"--- {one.name}")
    begin, counts = time.monotonic(), dict[str, int]()
    process = subprocess.Popen(
        one.call, cwd=place.root, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )

    def hand_on() -> None:
        assert process.stdout
        for line in process.stdout:
            text = line.decode(errors="replace")
            sys.stdout.write(text)
            sys.stdout.flush()
            if one.pytest:
                counts.update(tally.closing(text))

    reader = threading.Thread(target=hand_on, daemon=True)
    reader.start()
    try:
        code = process.wait()
    except BaseException:  # Ctrl-C, SIGTERM: the step does not outlive the run
        process.terminate()
        raise
    reader.join(LINGERING)
    return Result(one.name, code, time.monotonic() - begin, counts)


def told(results: list[Result]) -> int:
    """Say how each step went, and close with one line for all tests together."""
    print(flush=True)
    for result in results:
        print(f"  {'ok  ' if result.code == 0 else 'FAIL'} {result.seconds:7.1f} s  {result.name}")
    failed = [result.name for result in results if result.code]
    seconds = sum(result.seconds for result in results)
    print(f"\n  {'failed: ' + ', '.join(failed) if failed else 'all passed'} ({seconds:.0f} s)\n")
    print(tally.line([result.counts for result in results], sum(result.seconds for result in results if result.counts)), flush=True)
    return 1 if failed else 0
