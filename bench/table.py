"""One table for people."""

from typing import Any

HEAD = (
    "row",
    "cases",
    "clients",
    "ours/s",
    "floor/s",
    "ratio",
    "by CPU",
    "goal",
    "",
    "p50 ms",
    "p95 ms",
    "floor p95",
    "bytes",
    "statements",
    "failed",
)


def lines(rows: list[dict[str, Any]]) -> list[str]:
    """The table as lines of Markdown."""
    found = [f"| {' | '.join(HEAD)} |", f"|{'---|' * len(HEAD)}"]
    return found + [f"| {' | '.join(map(str, cells(row)))} |" for row in rows]


def cells(row: dict[str, Any]) -> list[Any]:
    """The cells of one row; what a row does not have stays empty."""
    ours, floor = row.get("ours", row), row.get("floor", {})
    goal = f">= {row['goal']:.0%}" if isinstance(row["goal"], float) else row["goal"]
    rate = ours.get("rate", row.get("per_second", ""))
    notes = [f"{row[key]:.0%} {key}" for key in ("delivered",) if key in row] + (["exact"] if row.get("exact") else [])
    ratio = f"{row['ratio']:.0%}" if "ratio" in row else ", ".join(notes)
    cpu = f"{row['cpu_ratio']:.0%}" if row.get("cpu_ratio") else ""
    failed = ours.get("failed", "") if not floor else f"{ours['failed']} / {floor['failed']}"
    return [
        row["row"], row.get("cases", ""), row.get("clients", row.get("boards", "")), rate, floor.get("rate", ""), ratio, cpu, goal,
        "yes" if row["reached"] else "NO", ours.get("p50_ms", ""), ours.get("p95_ms", ""), floor.get("p95_ms", ""), ours.get("bytes", ""),
        row.get("statements", ""), failed,
    ]  # fmt: skip
