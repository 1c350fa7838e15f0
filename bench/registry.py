"""The register measured: import, exact match, search, grid page and unmasking, beside bare PostgreSQL in the same run.

    ./dev bench registry [--people 100000 | --full]        (--full: 1,630,000 people)

Every person has all fields filled. The floor of the import is COPY of the same file into one table of text columns with an
index on the number, and beside it the register's own rows copied into bare tables with the same indexes; that of each question is the plainest statement that answers it from that table, without masks, scopes,
record or keys. Everything is measured at half the size and at the whole.
"""

import argparse
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

from bench.servers import cpu_of, ended_below, parent_of
from bench.table import lines

PEOPLE, FULL, ASKED = 100_000, 1_630_000, 100
IMPORT, GROWTH, TIMES = 10_000, 1.15, 5
"""Rows a second; how much slower a doubled table may be; goals up to this are multiples of the floor, above it milliseconds."""
GOALS = {"match": 2, "search-name": 30, "search-address": 30, "search-common": 30, "grid-page": 50, "unmask": 10}
CODE = "449801001"


def main(words: list[str] | None = None) -> int:
    """Measure and print; 1 when a goal was missed."""
    parser = argparse.ArgumentParser(prog="./dev bench registry", description="measure the register")
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args(words)
    django.setup()
    rows = measure(FULL if asked.full else asked.people, asked.processes)
    print("\n" + "\n".join(lines(rows)))
    return 0 if all(row["reached"] for row in rows) else 1


def measure(people: int, processes: int) -> list[dict[str, Any]]:
    """Two files of half the people each; figures after each of them."""
    from django.core.management import call_command

    from bench.registry_bare import bare_tables
    from bench.registry_people import raw_table, write_people

    call_command("migrate", verbosity=0)
    empty()
    bare_tables()
    half, found = people // 2, []
    for part in (0, 1):
        path = write_people(Path(f"/tmp/wangge-bench-{part}.csv"), first=part * half, count=half)  # noqa: S108
        floor = seconds(lambda path=path: raw_table(path))  # type: ignore[misc]
        ours = load(path, processes)
        path.unlink()
        size = half * (part + 1)
        rows = [imported(size, half, ours, floor), *asks(size)]
        if part:
            rows[1:] = [grown(row, before) for row, before in zip(rows[1:], found[1:], strict=True)]
        print("\n".join(lines(rows)[2:]), flush=True)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        cost = ", ".join(f"{what} {spent / half * 1e6:.0f}" for what, spent in zip(("checking", "writing"), ours[2:], strict=True))
        print(f"people {size}: check and seal {half / ours[0]:.0f}/s, write {half / ours[1]:.0f}/s, rss {peak:.0f} MB", flush=True)
        print(f"people {size}: CPU of all processes, us for each row: {cost}", flush=True)
        print(f"people {size}: bare PostgreSQL writes the same rows: {bare(half)}", flush=True)
        found += rows
    return found


def imported(size: int, count: int, ours: tuple[float, ...], floor: float) -> dict[str, Any]:
    """The row of the import."""
    taken = sum(ours[:2])
    rate = count / taken
    return {
        "row": "import", "cases": size, "ours": {"rate": round(rate), "failed": 0}, "floor": {"rate": round(count / floor), "failed": 0},
        "ratio": round(floor / taken, 3), "goal": f">= {IMPORT} rows/s", "reached": rate >= IMPORT,
    }  # fmt: skip


def asks(size: int) -> list[dict[str, Any]]:
    """Each question many times beside its floor: p50 and p95 in milliseconds."""
    from bench.registry_people import floors, questions

    bare, found = floors(), []
    for name, one in questions(CODE).items():
        ours, floor = spread(one, ASKED), spread(bare[name], ASKED)
        goal = GOALS[name]
        most = goal if goal > TIMES else goal * floor[1]
        found.append({
            "row": name, "cases": size, "ours": told(ours), "floor": told(floor), "ratio": round(floor[1] / ours[1], 3),
            "goal": f"<= {goal} ms" if goal > TIMES else f"<= {goal} x floor", "reached": ours[1] <= most,
        })  # fmt: skip
    return found


def told(spread_of: tuple[float, float]) -> dict[str, Any]:
    """Latencies as the table has them."""
    return {"p50_ms": round(spread_of[0], 2), "p95_ms": round(spread_of[1], 2), "failed": 0}


def grown(row: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """The row of the doubled table, which must not be slower by more than GROWTH than before."""
    growth = row["ours"]["p95_ms"] / before["ours"]["p95_ms"]
    return row | {"goal": f"{row['goal']}, doubled {growth:.2f} x", "reached": row["reached"] and growth <= GROWTH}


def empty() -> None:
    """Start with no people."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE residents_resident, residents_sealed, residents_locator, residents_residence, residents_importrun, residents_stagedrow,"
            " residents_household, residents_erasure, residents_look CASCADE"
        )
        cursor.execute("DROP TABLE IF EXISTS raw_people")
    from governance.access.actor import SYSTEM_ACTOR
    from residents.actions.declaring import load_fields

    load_fields(actor=SYSTEM_ACTOR, at=now())


def now() -> Any:
    """The clock."""
    from django.utils import timezone

    return timezone.now()


def load(path: Path, processes: int) -> tuple[float, ...]:
    """Check and write one file; the seconds of both halves, and the CPU seconds of both."""
    from governance.access.actor import SYSTEM_ACTOR
    from residents.actions.imports.applying import apply_run
    from residents.actions.imports.checking import Source, check_file

    runs: list[Any] = []
    begin = cpu()
    checked = seconds(lambda: runs.append(
        check_file(actor=SYSTEM_ACTOR, path=path, code=CODE, source=Source("bench"), at=now(), processes=processes)
    ))  # fmt: skip
    between = cpu()
    applied = seconds(lambda: apply_run(actor=SYSTEM_ACTOR, run_id=runs[0].pk, at=now(), hands=processes))
    runs[0].refresh_from_db()
    if runs[0].refused or not runs[0].added:
        raise SystemExit(f"the bench's own people were refused: {runs[0].refused}")
    return checked, applied, between - begin, cpu() - between


def bare(count: int) -> str:
    """What the last run's rows cost where nothing is checked, sealed or held: rows a second, and CPU for each."""
    from bench.registry_bare import write_bare
    from residents.models import ImportRun

    run, begin = ImportRun.objects.latest("started_at").pk, cpu()
    taken = seconds(lambda: write_bare(run))
    return f"{count / taken:.0f}/s in one connection, CPU {(cpu() - begin) / count * 1e6:.0f}"


def cpu() -> float:
    """CPU seconds so far of this program, its helpers that ended, and all processes of the database, ended ones too."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        parent = parent_of(cursor.fetchone()[0])
    server = sum(cpu_of(int(entry.name)) for entry in Path("/proc").glob("[0-9]*") if parent_of(int(entry.name)) == parent)
    return server + ended_below(parent) + sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


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
