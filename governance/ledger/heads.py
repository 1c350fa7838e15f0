"""Heads of the chains, kept outside the database (链头外存): a chain alone does not show a cut tail."""

import json
from datetime import datetime
from pathlib import Path

from governance.ledger.models import Head


def publish_heads(*, file: Path, at: datetime) -> int:
    """Append the head of each chain that moved since the last line about it; returns how many lines."""
    known = {chain: max(heads) for chain, heads in read_heads(file=file).items()}
    lines = [
        json.dumps({"at": at.isoformat(), "chain": head.chain, "seq": head.seq, "hash": bytes(head.hash).hex()})
        for head in Head.objects.order_by("chain")
        if head.seq > known.get(head.chain, 0)
    ]
    if lines:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as out:
            out.write("".join(line + "\n" for line in lines))
    return len(lines)


def read_heads(*, file: Path) -> dict[str, dict[int, bytes]]:
    """For each chain, the published numbers and hashes; empty when nothing was published yet."""
    heads: dict[str, dict[int, bytes]] = {}
    if file.exists():
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            heads.setdefault(row["chain"], {})[row["seq"]] = bytes.fromhex(row["hash"])
    return heads
