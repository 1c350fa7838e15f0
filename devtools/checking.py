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


@dataclass
class Running:
    """A step at work. `aloud` passes each line on as it comes; else all is said at the end, so that no two are mixed."""

    one: Step
    process: subprocess.Popen[bytes]
    aloud: bool
    begin: float = field(default_factory=time.monotonic)
    seconds: float | None = None
    held: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    reader: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        if self.aloud:
            step(f"--- {self.one.name}")
        self.reader = threading.Thread(target=self.listen, daemon=True)
        self.reader.start()

    def listen(self) -> None:
        """Hear every line; pytest's closing line is counted on the way."""
        assert self.process.stdout
        for line in self.process.stdout:
            text = line.decode(errors="replace")
            if self.aloud:
                say(text)
            else:
                self.held.append(text)
            if self.one.pytest:
                self.counts.update(tally.closing(text))

    def ended(self) -> bool:
        """Whether it has; the first time this is seen, what was held back is said."""
        if self.seconds is None and self.process.poll() is not None:
            self.reader.join(LINGERING)
            self.seconds = time.monotonic() - self.begin
            if not self.aloud:
                step(f"--- {self.one.name}")
                say("".join(self.held))
        return self.seconds is not None


def test(place: Place, *, fail_fast: bool, pytest: list[str]) -> int:
    """Run all steps, or one pytest call with the arguments given; 0 when nothing failed."""
    set_up(place, tests=True)
    with lanes.lane(place, fresh=not pytest) as env:
        if pytest:
            call = [place.python, "-m", "pytest", *pytest]
            return subprocess.run(call, cwd=place.root, env=env | browser(), stdin=subprocess.DEVNULL, check=False).returncode
        begin, results = time.monotonic(), list[Result]()
        for group in steps(place, template=lanes.TEMPLATE in env):
            results += perform(place, group, env)
            if fail_fast and any(result.code for result in results):
                break
    return told(results, time.monotonic() - begin)


def browser() -> dict[str, str]:
    """The browser tests drive the system's Chromium; Playwright's loop would otherwise forbid the ORM."""
    return {"CHROMIUM": chromium() or "", "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}


def steps(place: Place, *, template: bool) -> list[list[Step]]:
    """All that is checked, in groups; the steps of a group share nothing and run beside one another.

    With a template the lane's own database is migrated meanwhile, and each process of the tests gets a copy of it.
    """
    python = place.python
    tool, manage, pytest = [python, "-m"], [python, "manage.py"], [python, "-m", "pytest"]
    two = ["-n", "2", "--dist", "worksteal"]
    migrate = [Step("migrate", [*manage, "migrate", "--verbosity", "0"])] if template else []
    return [
        [
            Step("mypy", [*tool, "mypy", "."]),
            Step("ruff check", [*tool, "ruff", "check", "."]),
            Step("ruff format", [*tool, "ruff", "format", "--check", "."]),
            Step("messages", [*manage, "check_messages"]),
            Step("import-linter", [str(place.venv / "bin" / "lint-imports")]),
            Step("messages compiled", [*manage, "compilemessages", "--verbosity", "0", "--ignore", ".venv", "--ignore", "var"]),
            Step("manage check", [*manage, "check"]),
            Step("migrations", [*manage, "makemigrations", "--check", "--dry-run"]),
            *migrate,
        ],
        [Step("tests", [*pytest, "tests", "--ignore=tests/browser", *two], pytest=True)],
        [Step("browser tests", [*pytest, "tests/browser", *two], browser(), pytest=True)],
        [Step("crash drill", [sys.executable, "-m", "devtools", "drill", "crash", "--short"])],
        [Step("outbox drill", [sys.executable, "-m", "devtools", "drill", "outbox", "--reports", "50"], browser())],
    ]


def perform(place: Place, group: list[Step], env: dict[str, str]) -> list[Result]:
    """Run the steps of a group beside one another; alone, a step is heard as it goes."""
    running = list[Running]()
    try:
        for one in group:
            process = subprocess.Popen(
                one.call, cwd=place.root, env=env | one.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )
            running.append(Running(one, process, aloud=len(group) == 1))
        while [each for each in running if not each.ended()]:
            time.sleep(0.05)
    except BaseException:  # Ctrl-C, SIGTERM: no step outlives the run
        for each in running:
            each.process.terminate()
        raise
    return [Result(each.one.name, each.process.returncode, each.seconds or 0.0, each.counts) for each in running]


def say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def told(results: list[Result], seconds: float) -> int:
    """Say how each step went and how long all took, and close with one line for all tests together."""
    print(flush=True)
    for result in results:
        print(f"  {'ok  ' if result.code == 0 else 'FAIL'} {result.seconds:7.1f} s  {result.name}")
    failed = [result.name for result in results if result.code]
    print(f"\n  {'failed: ' + ', '.join(failed) if failed else 'all passed'} ({seconds:.0f} s)\n")
    print(tally.line([result.counts for result in results], sum(result.seconds for result in results if result.counts)), flush=True)
    return 1 if failed else 0
