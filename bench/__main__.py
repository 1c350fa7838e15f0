"""`./dev bench`: measure, print one table, write JSON. The databases stay for the next time."""

import argparse
import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bench import registry, servers
from bench.maps import maps
from bench.measuring import measure
from bench.rows import ROWS, Town
from bench.servers import ROOT
from bench.sockets import sockets
from bench.table import lines

OTHERS = ("map", "sockets", "points", "figures")
NAMES = (*(row.name for row in ROWS), *OTHERS)


def main() -> int:
    """0 when every goal was reached, 1 when one was missed, 2 for a wrong call."""
    if sys.argv[1:2] == ["registry"]:
        return registry.main(sys.argv[2:])
    asked = arguments(sys.argv[1:])
    if shutil.which("wrk") is None:
        print(
            "bench: wrk is not installed (sudo apt-get install wrk); a client in Python takes its place and slows both sides",
            file=sys.stderr,
        )
    found: list[dict[str, Any]] = []
    sizes = [int(size) for size in asked.cases.split(",")]
    for size in sizes:
        for row in of_size(size, asked, last=size == sizes[-1]):
            print("\n".join(lines([row])[2:]), flush=True)
            found.append(row)
    print("\n" + "\n".join(lines(found)))
    if asked.json:
        about = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "cores": os.cpu_count(), "load": os.getloadavg(), "rows": found}
        Path(asked.json).write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n")
    return 0 if all(row["reached"] for row in found) else 1


def arguments(words: list[str]) -> argparse.Namespace:
    """What is to be measured."""
    parser = argparse.ArgumentParser(prog="./dev bench", description="Measure beside a floor; see docs/benchmarks.md.")
    parser.add_argument("--cases", default="100000,1000000", help="sizes, with commas between")
    parser.add_argument(
        "--rows", default=",".join(name for name in NAMES if name != "figures"), help=f"of {', '.join(NAMES)}; figures only when asked"
    )
    parser.add_argument("--seconds", type=float, default=4.0, help="of each round")
    parser.add_argument("--rounds", type=int, default=4, help="of each side, turn by turn")
    parser.add_argument("--json", help="also write this file")
    asked = parser.parse_args(words)
    asked.rows = asked.rows.split(",")
    if unknown := sorted(set(asked.rows) - set(NAMES)):
        parser.error(f"no such row: {', '.join(unknown)}")
    return asked


def of_size(size: int, asked: argparse.Namespace, *, last: bool) -> list[dict[str, Any]]:
    """All rows that were asked, on the database of this size."""
    town = prepared(size)
    found: list[dict[str, Any]] = []
    if "points" in asked.rows and last:
        found += json.loads(child("bench.points", town.url))
    if "figures" in asked.rows:
        found += [row | {"cases": size} for row in json.loads(child("bench.figures", town.url, json.dumps(town.facts)))]
    if asked.rows in (["figures"], ["points"]):
        return found
    with servers.ours(town.url) as ours:
        counts = json.loads(child("bench.counting", town.url, json.dumps(town.facts)))
        if "map" in asked.rows:
            found += [
                row | {"statements": counts["map-near" if row["row"] in {"map-15", "map-17"} else "map-far"]}
                for row in maps(town=town, ours=ours)
            ]
        with servers.floor(town.url, actor=town.facts["users"]["bench-worker"]) as floor:
            for row in (row for row in ROWS if row.name in asked.rows):
                for clients in row.clients:
                    got = measure(row=row, clients=clients, town=town, ours=ours, floor=floor, seconds=asked.seconds, rounds=asked.rounds)
                    print(
                        f"bench: {row.name} {size} cases, {clients} clients: {got['ratio']:.0%} {got['ratios']}",
                        file=sys.stderr,
                        flush=True,
                    )
                    found.append(got | {"statements": counts[row.name]})
        if "sockets" in asked.rows and last:
            with servers.sockets(town.url) as asgi:
                found.append(sockets(town=town, ours=ours, asgi=asgi))
    return found


def prepared(size: int) -> Town:
    """The database of this size, made where it is missing."""
    given = os.environ["DATABASE_URL"]
    parts = urlsplit(given)
    name = f"{parts.path.lstrip('/')}_{size}"
    with psycopg.connect(given, autocommit=True) as link:
        if link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            link.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
    url = urlunsplit(parts._replace(path=f"/{name}"))
    return Town(size, url, json.loads(child("bench.data", url, "--cases", str(size))))


def child(module: str, url: str, *words: str) -> str:
    """The output of a program of this folder that needs Django: its settings are of one database for a process's whole life."""
    environment = {**os.environ, "DATABASE_URL": url, "DATABASE_POOL": "0", "LOG_LEVEL": "ERROR"}
    done = subprocess.run([sys.executable, "-m", module, *words], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"bench: {module} failed")
    return done.stdout.strip().splitlines()[-1]


if __name__ == "__main__":
    sys.exit(main())
