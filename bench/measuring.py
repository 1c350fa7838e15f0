"""Rounds of ours and of the floor, turn by turn in the same minutes, and what they come to."""

from dataclasses import asdict
from typing import Any

from bench.load import Plan, Sample, part, press
from bench.rows import Row, Town
from bench.servers import Server

WARM_SECONDS = 1.0


def measure(*, row: Row, clients: int, town: Town, ours: Server, floor: Server, seconds: float, rounds: int) -> dict[str, Any]:
    """The row for so many clients: rates, the ratio of each pair of rounds, and the CPU that a request took."""
    for server in (ours, floor):
        press(url=server.url, plan=row.plan(town), clients=clients, seconds=WARM_SECONDS)
    taken: dict[str, list[dict[str, Any]]] = {ours.name: [], floor.name: []}
    for turn in range(rounds):
        for server in (ours, floor) if turn % 2 == 0 else (floor, ours):
            taken[server.name].append(one_round(server, row.plan(town), clients, seconds))
    mine, bare = summed(taken[ours.name]), summed(taken[floor.name])
    ratios = [a["rate"] / b["rate"] for a, b in zip(taken[ours.name], taken[floor.name], strict=True) if b["rate"]]
    ratio = mine["rate"] / bare["rate"] if bare["rate"] else 0.0
    return {
        "row": row.name,
        "cases": town.cases,
        "clients": clients,
        "ours": mine,
        "floor": bare,
        "ratio": round(ratio, 3),
        "ratios": [round(one, 2) for one in ratios],
        "cpu_ratio": round(bare["cpu_ms"] / mine["cpu_ms"], 3) if mine["cpu_ms"] else None,
        "goal": row.goal,
        "reached": ratio >= row.goal,
    }


def one_round(server: Server, plan: Plan, clients: int, seconds: float) -> dict[str, Any]:
    """One round with the CPU of the server and of its database processes."""
    before = server.cpu_seconds()
    sample: Sample = press(url=server.url, plan=plan, clients=clients, seconds=seconds)
    after = server.cpu_seconds()
    python, database = (1000 * (b - a) / max(sample.requests, 1) for a, b in zip(before, after, strict=True))
    return asdict(sample) | {"rate": sample.rate, "python_ms": python, "database_ms": database}


def summed(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    """All rounds of one server as one: the rate over the whole time, the middle round's latencies."""
    requests = sum(one["requests"] for one in rounds)
    seconds = sum(one["seconds"] for one in rounds)

    def weighed(key: str) -> float:
        return sum(one[key] * one["requests"] for one in rounds) / max(requests, 1)

    return {
        "rate": round(requests / seconds, 1) if seconds else 0.0,
        "p50_ms": round(part([one["p50_ms"] for one in rounds], 0.5), 1),
        "p95_ms": round(part([one["p95_ms"] for one in rounds], 0.5), 1),
        "bytes": sum(one["bytes"] for one in rounds) // max(requests, 1),
        "failed": sum(one["failed"] for one in rounds),
        "python_ms": round(weighed("python_ms"), 2),
        "database_ms": round(weighed("database_ms"), 2),
        "cpu_ms": round(weighed("python_ms") + weighed("database_ms"), 2),
    }
