"""The register measured: import, exact match, search, grid page and unmasking, beside bare PostgreSQL in the same run.

    ./dev bench registry [--people 100000 | --full]        (--full: 1,630,000 people)

Every person has all fields filled. The floor of the import is COPY of the same file into one table of text columns; that
of the exact match is a B-tree lookup of the number in that table. Everything is measured at half the size and at the whole.
"""

import argparse
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

PEOPLE, FULL, ASKED = 100_000, 1_630_000, 100
CODE = "449801001"


def main(words: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="measure the register")
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args(words)
    django.setup()
    people = FULL if asked.full else asked.people
    measure(people, asked.processes)


def measure(people: int, processes: int) -> None:
    """Two files of half the people each; figures after each of them."""
    from django.core.management import call_command

    from bench.registry_people import raw_table, write_people

    call_command("migrate", verbosity=0)
    empty()
    half = people // 2
    figures = []
    for part in (0, 1):
        path = write_people(Path(f"/tmp/wangge-bench-{part}.csv"), first=part * half, count=half)  # noqa: S108
        floor = seconds(lambda path=path: raw_table(path))  # type: ignore[misc]
        ours = load(path, processes)
        figures.append(asks())
        path.unlink()
        print(f"people {half * (part + 1):>9}  raw COPY {half / floor:8.0f} rows/s  import {half / sum(ours):8.0f} rows/s  "
              f"(check and seal {half / ours[0]:.0f}, write {half / ours[1]:.0f})  ratio {sum(ours) / floor:.2f}  "
              f"rss {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB", flush=True)  # fmt: skip
        for name, value in figures[-1].items():
            print(f"    {name:<34} p50 {value[0]:7.2f} ms   p95 {value[1]:7.2f} ms", flush=True)
    for name in figures[0]:
        print(f"doubled: {name:<34} {figures[1][name][1] / figures[0][name][1]:5.2f} x")
    exact = figures[1]
    print(f"exact match / raw lookup: {exact['exact match'][1] / exact['raw exact match'][1]:.2f} x")


def empty() -> None:
    """Start with no people."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE residents_resident, residents_importrun, residents_household, residents_erasure, residents_look CASCADE")
        cursor.execute("DROP TABLE IF EXISTS raw_people")
    from governance.access.actor import SYSTEM_ACTOR
    from residents.actions.declaring import load_fields

    load_fields(actor=SYSTEM_ACTOR, at=now())


def now() -> Any:
    """The clock."""
    from django.utils import timezone

    return timezone.now()


def load(path: Path, processes: int) -> tuple[float, float]:
    """Check and write one file; the seconds of both halves."""
    from governance.access.actor import SYSTEM_ACTOR
    from residents.actions.imports.applying import apply_run
    from residents.actions.imports.checking import Source, check_file

    runs: list[Any] = []
    checked = seconds(lambda: runs.append(
        check_file(actor=SYSTEM_ACTOR, path=path, code=CODE, source=Source("bench"), at=now(), processes=processes)
    ))  # fmt: skip
    applied = seconds(lambda: apply_run(actor=SYSTEM_ACTOR, run_id=runs[0].pk, at=now()))
    runs[0].refresh_from_db()
    if runs[0].refused or not runs[0].added:
        raise SystemExit(f"the bench's own people were refused: {runs[0].refused}")
    return checked, applied


def asks() -> dict[str, tuple[float, float]]:
    """Each question many times: p50 and p95 in milliseconds."""
    from bench.registry_people import questions

    return {name: spread(one, ASKED) for name, one in questions(CODE).items()}


def spread(one: Callable[[int], object], times: int) -> tuple[float, float]:
    """p50 and p95 of many calls, after three to warm up."""
    taken = []
    for n in range(times + 3):
        begin = time.perf_counter()
        one(n)
        taken.append((time.perf_counter() - begin) * 1000)
    cuts = statistics.quantiles(taken[3:], n=20)
    return cuts[9], cuts[18]


def seconds(work: Callable[[], object]) -> float:
    """How long it took."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
